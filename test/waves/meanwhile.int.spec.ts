import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { inTransaction } from '../../prisma/transaction.js';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { TestApi } from '../api/api.js';
import { listOf, waveCalls } from '../api/waves.js';
import { until } from '../support/until.js';

const CODE = 'exclusive';
const api = await TestApi.start();
await api.publish();
const { body: draft } = await api.call<{ version: number }>('POST', '/v1/programmes', {
  ...definition,
  code: CODE,
  excludes: [definition.code],
  holdout: { share: 0 },
});
await api.call('POST', `/v1/programmes/${CODE}/versions/${draft.version}/publish`);
const { pool } = api.database;
const { wave, fill, reasons } = waveCalls(api);
const pages = new StoredWavePages(pool, cachedProgrammes(), false, 'only-for-tests-only-for-tests-only');

/** Somebody lets this customer into a programme. */
const enters = (programme: string) => (db: PoolClient, customer: string) =>
  db.query(
    `insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at, next_due_what, next_due_at)
     values ($1, $2, 1, $3, now(), now(), 'invitation', now())`,
    [randomUUID(), programme, customer],
  );

/** A wave draws this customer for the holdout. */
const isHeldOut = (db: PoolClient, customer: string) =>
  db.query(`update assignment set arm = 'held-out' where customer_id = $1`, [customer]);

/** This customer asks to be erased. */
const asks = (db: PoolClient, customer: string) =>
  db.query(
    `insert into erasure (id, customer_id, requested_by, requested_at, due_at, look_at) values ($1, $2, 'test', now(), now(), now())`,
    [randomUUID(), customer],
  );

/** Invites the page while all this happens: after the page was read, and before anybody of it is written. */
async function inviteWhile(id: string, happens: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const inviting = await inTransaction(pool, async (client) => {
    await client.query('lock table mailbox in access exclusive mode');
    const invited = pages.invite(id, 0);
    await until(async () => {
      const { rowCount } = await pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%with entry as%'`,
      );
      return rowCount === 1 || undefined;
    });
    await happens(client);
    return { invited };
  });
  expect(await inviting.invited).toEqual({ after: 5, invited: 1 });
}

it('the report says what really came in between when a customer is invited, held out, taken elsewhere or erased meanwhile', async () => {
  const { id } = await wave(CODE);
  await fill(id, listOf(['erased', 'held-out', 'here', 'elsewhere', 'nothing']));
  await api.call('POST', `/v1/waves/${id}/send`);
  await inviteWhile(id, async (client) => {
    await asks(client, 'erased');
    await isHeldOut(client, 'held-out');
    await enters(CODE)(client, 'here');
    await enters(definition.code)(client, 'elsewhere');
  });
  expect(await reasons(id)).toEqual([
    'null erased',
    'held-out held-out',
    'here already-taking-part',
    'elsewhere excluded-by-programme',
    'nothing invited',
  ]);
});
