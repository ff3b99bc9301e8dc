import type { PoolClient } from 'pg';
import type { Instant } from '../../src/domain/terms.js';
import type { Look } from './look.js';
import type { SweptRow } from './swept-row.js';

/** A participation with what there is to do for it. */
export interface Looked {
  readonly row: SweptRow;
  readonly look: Look;
}

const WRITE = `
with looked as (
  select * from jsonb_to_recordset($1::jsonb)
  as l(id uuid, sweep_at timestamptz, warned_for timestamptz, warned_at timestamptz)
), warned as (
  insert into warning (participation_id, last_visit_at, recorded_at)
  select id, warned_for, warned_at from looked where warned_for is not null
  on conflict (participation_id, last_visit_at) do nothing
  returning participation_id, last_visit_at
), told as (
  insert into message (id, participation_id, kind, cause)
  select gen_random_uuid(), participation_id, 'inactivity-warning',
    to_char(last_visit_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
  from warned w where exists (select from contact c where c.participation_id = w.participation_id)
  on conflict (participation_id, kind, cause) do nothing
)
update participation p set sweep_at = l.sweep_at,
  warned_for = coalesce(l.warned_for, p.warned_for), warned_at = coalesce(l.warned_at, p.warned_at)
from looked l where p.id = l.id`;

/** Writes warnings and next looks of locked rows; those with a drop due are left as they are. */
export async function writeLooks(client: PoolClient, looked: readonly Looked[]): Promise<void> {
  const changes = looked.flatMap(({ row, look }) => {
    if (look.what === 'drop') return [];
    const warning = look.what === 'warn' && { warned_for: date(look.warnedFor), warned_at: date(row.now) };
    return [{ id: row.id, sweep_at: date(look.sweepAt), ...warning }];
  });
  if (changes.length === 0) return;
  await client.query({ name: 'sweep-write', text: WRITE, values: [JSON.stringify(changes)] });
}

function date(at: Instant | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
