import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import pino from 'pino';
import { Eraser } from '../../src/worker/eraser.js';
import { mintInvitationToken } from '../support/invitation-token.js';
import { until } from '../support/until.js';
import { CONTACT, HASH_KEY, startEnded } from './ended.js';
import { erase, letLookAgain, receipt, waitingForLocks } from './kit.js';

const { api, pool, eraser, ended, end, carriedOut } = await startEnded();

it('an invitation that is under way when a customer is erased is found: nobody looks before it must be there', async () => {
  const { customerId } = await ended();
  await api.publish('other');
  const inviting = await pool.connect();
  await inviting.query('begin');
  await inviting.query(
    `insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at, next_due_what, next_due_at)
     values ($1, 'other', 1, $2, now(), now(), 'invitation', now())`,
    [randomUUID(), customerId],
  );
  const erasure = await erase(api, customerId);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
  const { rows } = await pool.query<{ seconds: number }>(
    'select extract(epoch from look_at - requested_at)::int as seconds from erasure where id = $1',
    [erasure.id],
  );
  expect(rows).toEqual([{ seconds: 90 }]);
  await inviting.query('commit');
  inviting.release();
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
  const { rows: stopped } = await pool.query<{ id: string }>(
    `select p.id from participation p join delivery d on d.participation_id = p.id join event e on e.seq = d.event_seq
     where p.customer_id = $1 and p.programme_code = 'other' and e.type = 'participation.erased' and d.status = 'pending'`,
    [customerId],
  );
  expect(stopped).toHaveLength(1);
  await end(stopped[0]?.id ?? '');
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'done', participations: 2 });
});

it('a worker that is killed in the middle leaves everything as it was, and the next one does it', async () => {
  const { id, customerId } = await ended(CONTACT);
  const erasure = await erase(api, customerId);
  await letLookAgain(pool);
  const lock = await pool.connect();
  await lock.query('begin; lock table wave_row in access exclusive mode');
  const killed = eraser.round().catch((error: unknown) => String(error));
  await until(async () => {
    const { rowCount } = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%wave_row%'`,
    );
    return rowCount === 1 || undefined;
  });
  expect(await killed).toContain('terminat');
  await lock.query('rollback');
  lock.release();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
  expect(await api.get(id)).toMatchObject({ customerId });
  const left = async () =>
    (await pool.query('select from contact where participation_id = $1', [id])).rowCount;
  expect(await left()).toBe(1);
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'done', participations: 1 });
  expect(await left()).toBe(0);
});

it('a link that led to an erased customer leads nowhere', async () => {
  const { id, customerId } = await ended();
  const token = await mintInvitationToken(pool, id);
  expect((await fetch(`${api.url}/i/${token}`, { redirect: 'manual' })).status).toBe(303);
  await carriedOut(customerId);
  expect((await fetch(`${api.url}/i/${token}`, { redirect: 'manual' })).status).toBe(404);
});

it('one erasure that cannot be carried out holds no other up, and comes again', async () => {
  const [broken, fine] = [await ended(), await ended()];
  await pool.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
  );
  await pool.query(
    `create trigger refuse before update on participation for each row when (old.id = '${broken.id}') execute function refuse()`,
  );
  const first = await erase(api, broken.customerId);
  const second = await erase(api, fine.customerId);
  await letLookAgain(pool);
  const running = new Eraser({ hashKey: HASH_KEY }, pool, pino({ level: 'silent' }));
  const stopped = running.run();
  await until(async () => (await receipt(api, second)).state === 'done' || undefined);
  running.stop();
  await stopped;
  expect(await receipt(api, first)).toMatchObject({ state: 'waiting' });
  await pool.query('drop trigger refuse on participation');
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, first)).toMatchObject({ state: 'done' });
});

it('whatever was being written for the customer in that moment, such as what is played of the video, is erased too', async () => {
  const { id, customerId } = await ended();
  await erase(api, customerId);
  await letLookAgain(pool);
  const watching = await pool.connect();
  await watching.query('begin');
  await watching.query(`insert into video_progress values ($1, '[]', '[[0, 1]]', now())`, [id]);
  let over = false;
  const round = eraser.round().finally(() => (over = true));
  await until(async () => over || (await waitingForLocks(pool)) === 1 || undefined);
  await watching.query('commit');
  watching.release();
  await round;
  const { rowCount } = await pool.query('select from video_progress where participation_id = $1', [id]);
  expect(rowCount).toBe(0);
});
