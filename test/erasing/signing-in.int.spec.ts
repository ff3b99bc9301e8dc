import { expect, it } from '@jest/globals';
import { MINE, startSignIn } from '../sign-in/kit.js';
import { until } from '../support/until.js';
import { HASH_KEY } from './ended.js';
import { erase, eraserOn, letLookAgain, receipt, waitingForLocks } from './kit.js';

const { api, pool, invited, answered, sessions } = await startSignIn();
const eraser = eraserOn(pool, HASH_KEY);

it('whoever signs in at the instant of being erased is not signed in, and nothing of them is kept', async () => {
  const { customer, id } = await invited();
  await pool.query(
    `update participation set phase = 'ended', ended_because = 'left', next_due_what = null, next_due_at = null where id = $1`,
    [id],
  );
  const { own, answer } = await answered(customer);
  const erasure = await erase(api, customer);
  await letLookAgain(pool);
  const between = await pool.connect();
  await between.query('begin; lock table assignment in share mode');
  const round = eraser.round();
  // its sessions are deleted, and nobody sees that yet
  await until(async () => (await waitingForLocks(pool, 'delete from assignment%')) === 1 || undefined);
  let over = false;
  const signingIn = own.only('GET', answer).finally(() => (over = true));
  await until(async () => over || (await waitingForLocks(pool)) === 2 || undefined);
  await between.query('rollback');
  between.release();
  await round;
  expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
  expect((await signingIn).status).toBe(303);
  expect(await sessions(customer)).toBe(0);
  expect((await own.only('GET', MINE)).headers.get('location')).toMatch(/^\/sign-in/);
});
