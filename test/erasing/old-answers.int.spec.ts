import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ANSWERS_KEPT_MS, forgetOldAnswers } from '../../activities/erasing/old-answers.js';
import { TestApi } from '../api/api.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;

it('a repeated call is answered for a month, and then nothing is left of its answer', async () => {
  const invitation = { programme: 'online-statt-hotline', customerId: randomUUID() };
  const key = { 'idempotency-key': randomUUID() };
  const call = async () => (await api.call('POST', '/v1/participations', invitation, key)).status;
  const age = (ms: number) =>
    pool.query(
      `update idempotency_key set created_at = now() - $2 * interval '1 millisecond' where key = $1`,
      [key['idempotency-key'], ms],
    );
  expect(await call()).toBe(201);
  await age(ANSWERS_KEPT_MS - 60_000);
  await forgetOldAnswers(pool);
  expect(await call()).toBe(201);
  await age(ANSWERS_KEPT_MS + 1_000);
  expect(await forgetOldAnswers(pool)).toBe(1);
  expect(await call()).toBe(200);
});
