import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { WorkflowLinks } from '../../src/participations/views.js';
import { readWave } from '../../src/waves/stored-wave.js';
import { WaveViews } from '../../src/waves/wave-views.js';
import { countingReads } from '../relay/kit.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';

const { pool } = await createDatabase();
const views = new WaveViews(
  new WorkflowLinks({ temporalUiUrl: 'http://temporal.example', temporalNamespace: 'default' }),
);

const ROWS = 20_000;

/** A wave as it is while it is sent: of four rows two are invited, one is refused and one waits. */
async function underWay(): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into wave (id, programme_code, programme_version, state, seed, created_by) values ($1, 'p', 1, 'paused', 's', 'c')`,
    [id],
  );
  await pool.query(
    `insert into wave_row (wave_id, n, customer_id, verdict, reason, participation_id)
     select $1, n, $1::uuid || '-' || n, case n % 4 when 0 then 'refused' when 1 then 'to-invite' else 'invited' end,
       case n % 8 when 0 then 'duplicate' when 4 then 'suppressed' end, case when n % 4 > 1 then gen_random_uuid() end
     from generate_series(1, ${ROWS}) n`,
    [id],
  );
  await pool.query(
    `insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at, invitation_ends_at)
     select participation_id, 'p', 1, customer_id, 'ended', now(), now() from wave_row where participation_id is not null and wave_id = $1`,
    [id],
  );
  await pool.query(
    `insert into message (id, participation_id, wave_id, kind, cause, state)
     select gen_random_uuid(), participation_id, $1, 'invitation', 'invited', case n % 4 when 2 then 'sent' else 'delivered' end
     from wave_row where participation_id is not null and wave_id = $1`,
    [id],
  );
  await pool.query(
    `insert into message (id, participation_id, kind, cause) select gen_random_uuid(), id, 'reminder', 'invited' from participation
     where customer_id in (select customer_id from wave_row where wave_id = $1)`,
    [id],
  );
  return id;
}

/** As PostgreSQL leaves them by itself a while after they were written, once nobody sees what was there before. */
async function tidied(): Promise<void> {
  await until(async () => {
    await pool.query('vacuum (analyze) wave_row, message');
    const { rowCount } = await pool.query(
      `select from pg_class where relname in ('wave_row', 'message') and relallvisible < relpages`,
    );
    return rowCount === 0 || undefined;
  });
}

it('how a long wave stands is told from indexes alone, however many rows and messages it has', async () => {
  await underWay();
  const id = await underWay();
  await tidied();
  const wave = await readWave(pool, id);
  for (const table of ['wave_row', 'message']) {
    const client = await pool.connect();
    await client.query('begin');
    const { read } = await countingReads(client, table, () => views.of(client, wave));
    await client.query('rollback');
    client.release();
    expect({ table, read }).toEqual({ table, read: 0 });
  }
  const quarter = ROWS / 4;
  const { rows, messages } = await views.of(pool, wave);
  expect(rows).toEqual({
    ...{ total: ROWS, toInvite: quarter, heldOut: 0, invited: 2 * quarter },
    refused: { duplicate: quarter / 2, suppressed: quarter / 2 },
  });
  expect(messages).toEqual({ pending: 0, sent: quarter, delivered: quarter, failed: 0, suppressed: 0 });
});
