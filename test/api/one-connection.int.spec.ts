import { expect, it } from '@jest/globals';
import { TestApi } from './api.js';
import { EveryCall, type Walked } from './every-call.js';

const api = await TestApi.start({}, undefined, 1);

/** Without a Temporal server, and without one that can move clocks, these two can do no more. */
const ELSEWHERE = {
  'POST /v1/grants/{id}/retry': [202],
  'POST /v1/participations/{id}/fast-forward': [404],
};

it('every call ends well with a single connection, so none of them holds one while it waits for another', async () => {
  const calls = new EveryCall(api);
  await calls.writing();
  const walked: Walked = await calls.reading();
  const { body } = await api.call<{ paths: Record<string, Record<string, object>> }>('GET', '/openapi.json');
  const documented = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...walked.keys()].toSorted()).toEqual(documented.toSorted());
  const failed = [...walked].filter(
    ([call, statuses]) => !(call in ELSEWHERE) && statuses.some((s) => s >= 400),
  );
  expect(failed).toEqual([]);
  for (const [call, statuses] of Object.entries(ELSEWHERE)) expect(walked.get(call)).toEqual(statuses);
});

it('a hundred and twenty invitations under keys at once, of customers with a version before the latest, are all answered', async () => {
  const code = 'two-versions';
  await api.publish(code);
  await api.publish(code);
  const customers = Array.from({ length: 120 }, (_, i) => `at-once-${i}`);
  // this process has never read the first version
  await api.database.pool.query(
    `insert into participation (id, programme_code, programme_version, customer_id, language, invited_at, invitation_ends_at,
       next_due_what, next_due_at)
     select gen_random_uuid(), $1, 1, unnest($2::text[]), 'de', now(), now(), 'invitation', now()`,
    [code, customers],
  );
  const invited = await Promise.all(
    customers.map((customerId) =>
      api.call(
        'POST',
        '/v1/participations',
        { programme: code, customerId },
        { 'idempotency-key': customerId },
      ),
    ),
  );
  expect(new Set(invited.map(({ status }) => status))).toEqual(new Set([200]));
});
