import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { MOST_UNDELIVERED } from '../../src/events/accept.sql.js';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Receipt } from '../../src/events/receipt.js';
import type { Page } from '../../src/paging/page.js';
import { TestApi } from './api.js';
import { cloudEvent, registration } from './events.js';

const api = await TestApi.start();
await api.publish();
await api.publish('second-programme');

const call = (customer: string, data: object = {}) =>
  cloudEvent(customer, 'hotline.called', { data: { callId: randomUUID(), ...data } });

const send = (body: unknown) => api.call<Receipt[]>('POST', '/v1/events', body);

/** A customer with one participation that has as much undelivered as it may have; its invitation counts. */
async function flooded() {
  const customer = randomUUID();
  const { id } = await api.invite(customer);
  const taken = Array.from({ length: MOST_UNDELIVERED - 1 }, () => call(customer));
  const { body } = await send(taken);
  expect(body.every(({ status }) => status === 'accepted')).toBe(true);
  return { customer, id, taken };
}

async function isKept({ id }: { readonly id: string }): Promise<boolean> {
  return (await api.call<Page<KeptEvent>>('GET', `/v1/events?id=${id}`)).body.items.length > 0;
}

/** As the relay and the steps do in time. */
const deliver = (participation: string) =>
  api.database.pool.query(`update delivery set status = 'applied' where participation_id = $1`, [
    participation,
  ]);

it('of one participation are no more taken in, which is said singly as 429; later the same event is taken', async () => {
  const { customer, id } = await flooded();
  const event = call(customer);
  const refused = await api.call('POST', '/v1/events', event);
  expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-undelivered' } });
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(await isKept(event)).toBe(false);
  await deliver(id);
  expect(await send(event)).toMatchObject({ status: 202, body: [{ id: event.id, status: 'accepted' }] });
});

it('are counted within a batch as well, whose other events are kept', async () => {
  const { customer, taken } = await flooded();
  const neighbour = randomUUID();
  await api.invite(neighbour);
  const [known] = taken;
  const [over, again, registered] = [call(customer), call(customer), registration(neighbour)];
  const refused = { status: 'refused', code: 'too-many-undelivered', retryAfterSeconds: 60 };
  expect((await send([over, registered, known, over, again])).body).toEqual([
    { id: over.id, ...refused },
    { id: registered.id, status: 'accepted' },
    { id: known?.id, status: 'duplicate' },
    { id: over.id, ...refused },
    { id: again.id, ...refused },
  ]);
  const { body } = await api.call<string>('GET', '/metrics');
  expect(body).toContain('quietline_events_total{outcome="too-many-undelivered"}');
});

it('shut out neither what ends the participation, nor a command of ours, nor a visit', async () => {
  const { customer, id } = await flooded();
  for (const type of ['selfservice.visited', 'consent.withdrawn', 'contract.ended'])
    expect((await send(cloudEvent(customer, type))).body).toMatchObject([{ status: 'accepted' }]);
  expect((await api.call('POST', `/v1/participations/${id}/leave`)).status).toBe(202);
  expect((await api.call('POST', `/v1/customers/${customer}/erase`)).status).toBe(202);
});

it('of one participation keep an event from all that it would reach, so that it can be sent again as it is', async () => {
  const { customer } = await flooded();
  const other = await api.invite(customer, { programme: 'second-programme' });
  const event = call(customer);
  expect((await send([event])).body).toMatchObject([{ status: 'refused', code: 'too-many-undelivered' }]);
  expect(await isKept(event)).toBe(false);
  const named = call(customer, { participationId: other.id });
  expect((await send([named])).body).toMatchObject([{ status: 'accepted' }]);
});

it('do not matter once it has ended, as nothing is delivered any more', async () => {
  const { customer, id } = await flooded();
  await api.database.pool.query(
    `update participation set phase = 'ended', ended_because = 'left' where id = $1`,
    [id],
  );
  expect((await send(call(customer))).body).toMatchObject([{ status: 'accepted' }]);
});
