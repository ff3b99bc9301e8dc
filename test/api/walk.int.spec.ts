import { expect, it } from '@jest/globals';
import { TestApi } from './api.js';
import { registration } from './events.js';

const api = await TestApi.start();
await api.publish();

it('lets a customer be invited, takes what happened and shows where they stand', async () => {
  const invited = await api.invite('customer-1');
  expect(invited).toMatchObject({
    customerId: 'customer-1',
    phase: 'invited',
    nextDue: { what: 'invitation' },
  });
  const event = registration('customer-1');
  const { status, body } = await api.call('POST', '/v1/events', event);
  expect({ status, body }).toEqual({ status: 202, body: [{ id: event.id, status: 'accepted' }] });
  expect(await api.get(invited.id)).toMatchObject({ id: invited.id, lastVisitAt: event.time });
});
