import { expect, it } from '@jest/globals';
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';

const api = await TestApi.start();
await api.publish();
await api.publish('second-programme');

it('lets a customer of two programmes leave one while events come in: none waits for the other', async () => {
  for (const customer of ['first', 'second', 'third', 'fourth']) {
    const one = await api.invite(customer);
    const other = await api.invite(customer, { programme: 'second-programme' });
    const newer = one.id < other.id ? other : one;
    const visit = () => api.call('POST', '/v1/events', cloudEvent(customer, 'selfservice.visited'));
    const leave = () => api.call('POST', `/v1/participations/${newer.id}/leave`);
    const answers = await Promise.all([visit(), visit(), leave(), visit(), visit(), leave(), visit()]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  }
});

it.each([true, false])(
  'does not lose an event that names a wrong participation (customer known: %s)',
  async (known) => {
    const customer = `misled-${known}`;
    if (known) await api.invite(customer);
    const data = { participationId: '0197a1f0-0000-7000-8000-000000000000' };
    const { status, body } = await api.call(
      'POST',
      '/v1/events',
      cloudEvent(customer, 'consent.withdrawn', { data }),
    );
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'participation-unknown' });
  },
);
