import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from '@jest/globals';
import pino from 'pino';
import { carryOut } from '../../activities/erasing/carry-out.js';
import { openPool } from '../../src/database/database.js';
import { countingReads } from '../relay/kit.js';
import { createDatabase } from '../support/database.js';

const database = await createDatabase();
const pool = openPool({ databaseUrl: database.url, databasePoolSize: 2 }, 'test', pino({ level: 'silent' }));
afterAll(() => pool.end());

const OTHERS = 5_000;
const TABLES = [
  'event',
  'delivery',
  'step',
  'message',
  'grant',
  'wave_row',
  'wave_contact',
  'assignment',
  'idempotency_key',
  'contact',
  'video_progress',
  'session',
  'acceptance',
  'appeal',
];

it('erasing one customer among many reads no table through', async () => {
  const id = randomUUID();
  await fill();
  const { rows } = await pool.query<{ id: string; customer: string }>(
    `select id, customer_id as customer from participation order by id limit 1`,
  );
  const [participation] = rows;
  if (!participation) throw new Error('nobody is there');
  await pool.query(
    `insert into erasure (id, customer_id, requested_by, requested_at, due_at, look_at) values ($1, $2, 'test', now(), now(), now())`,
    [id, participation.customer],
  );
  const client = await pool.connect();
  for (const table of TABLES) {
    await client.query('begin');
    const { read } = await countingReads(client, table, () =>
      carryOut(client, 'key', { id, customer: participation.customer }, [participation]),
    );
    await client.query('rollback');
    expect({ table, few: read > 0 && read < 50, read }).toMatchObject({ table, few: true });
  }
  client.release();
});

/** Everybody has a row in every table that erasing reaches. */
async function fill(): Promise<void> {
  const wave = randomUUID();
  await pool.query(
    `insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at, invitation_ends_at)
     select gen_random_uuid(), 'p', 1, 'C-' || i, 'ended', now(), now() from generate_series(1, ${OTHERS}) i`,
  );
  await pool.query(
    `insert into wave (id, programme_code, programme_version, seed, created_by) values ($1, 'p', 1, 's', 'c')`,
    [wave],
  );
  await pool.query(
    `insert into wave_row (wave_id, n, customer_id, verdict) select $1, i, 'C-' || i, 'invited' from generate_series(1, ${OTHERS}) i`,
    [wave],
  );
  await pool.query(`insert into wave_contact (wave_id, n) select wave_id, n from wave_row`);
  await pool.query(
    `insert into assignment (customer_id, programme_code, wave_id, arm) select customer_id, 'p', wave_id, 'invited' from wave_row`,
  );
  await pool.query(
    `insert into event (source, id, type, "time", subject, data) select 's', id::text, 't', now(), customer_id, '{}' from participation`,
  );
  await pool.query(
    `insert into delivery (event_seq, participation_id, accepted_at, status)
     select e.seq, p.id, now(), 'applied' from event e join participation p on p.customer_id = e.subject`,
  );
  await pool.query(
    `insert into step (participation_id, n, recorded_at, phase, facts)
     select id, 1, now(), 'forfeited', jsonb_build_array(jsonb_build_object('type', 'called', 'call', id)) from participation`,
  );
  await pool.query(`insert into contact (participation_id) select id from participation`);
  await pool.query(
    `insert into message (id, participation_id, kind, cause) select gen_random_uuid(), id, 'welcome', 'c' from participation`,
  );
  await pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, step, earned_at) select gen_random_uuid(), id, 'c', 1, 1, now() from participation`,
  );
  await pool.query(
    `insert into idempotency_key (client, key, request, status, body)
     select 'c', id::text, 'r', 201, jsonb_build_object('customerId', customer_id) from participation`,
  );
  await pool.query(
    `insert into video_progress (participation_id, sittings, ranges, heard_at) select id, '[]', '[]', now() from participation`,
  );
  await pool.query(
    `insert into session (id_hash, customer_id, data, expires_at) select id, customer_id, '{}', now() from participation`,
  );
  await pool.query(`insert into accepted_text (sha256, text) values ('s', 't')`);
  await pool.query(
    `insert into acceptance (participation_id, what, version, sha256, language, channel, accepted_at)
     select id, 'terms', '1', 's', 'de', 'page', now() from participation`,
  );
  await pool.query(
    `insert into appeal (id, participation_id, text, appealed_at) select gen_random_uuid(), id, 't', now() from participation`,
  );
  await pool.query('analyze');
}
