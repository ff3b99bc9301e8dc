import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';

const api = await TestApi.start({ LOG_LEVEL: 'trace' });
await api.publish();
const { pool } = api.database;

const SECRETS = {
  customerId: `customer-${randomUUID()}`,
  callId: `call-${randomUUID()}`,
  eventId: `event-${randomUUID()}`,
  mobile: '+4915112345678',
  email: 'somebody@example.org',
  reason: `reason-${randomUUID()}`,
};

it('no log and no metric ever holds what belongs to a customer, whatever goes wrong', async () => {
  const { customerId, callId, eventId, mobile, email, reason } = SECRETS;
  const point = { basis: 'express-consent', evidence: `${reason} of 2026-03-01` };
  const contact = { mobile: { value: mobile, ...point }, email: { value: email, ...point } };
  const { id } = await api.invite(customerId, { contact });
  const event = cloudEvent(customerId, 'hotline.called', { id: eventId, data: { callId, reason } });
  await api.call('POST', '/v1/events', event);
  await api.call('POST', '/v1/events', [event, { ...event, id: 7 }]);
  await api.call('POST', '/v1/events', JSON.stringify(event).slice(0, -1));
  await api.call('POST', `/v1/participations/${customerId}/${callId}?${eventId}`);
  await api.call('GET', `/v1/participations?customerId=${customerId}`);
  await api.call('GET', `/v1/participations?customerId=${customerId}&phase=${callId}`);
  await api.call('GET', `/v1/events?id=${eventId}`);
  await api.call('GET', `/v1/events/%E0%A4%A${customerId}`);
  await api.call('POST', `/v1/participations/${id}/reinstate`, { reason });
  await api.call('POST', '/v1/participations', { customerId, contact: { mobile: { value: email } } });
  await api.call('POST', `/v1/customers/${customerId}/export`);
  await api.call('POST', `/v1/customers/${customerId}/erase`);
  await api.call('POST', `/v1/customers/${customerId}/erase/${callId}`);
  await breaking('alter table event add constraint never check (false) not valid', async () => {
    expect((await api.call('POST', '/v1/events', { ...event, id: `${eventId}-2` })).status).toBe(500);
  });
  await breaking('alter table participation add constraint never check (false) not valid', async () => {
    const invitation = { programme: 'online-statt-hotline', customerId: `${customerId}-2`, contact };
    expect((await api.call('POST', '/v1/participations', invitation)).status).toBe(500);
  });
  await breaking('alter table event rename column data to gone', async () => {
    expect((await api.call('GET', `/v1/events?id=${eventId}`)).status).toBe(500);
  });
  const { body: metrics } = await api.call<string>('GET', '/metrics');
  const written = api.logged.join('') + metrics;
  expect(written).toContain('a request failed');
  for (const secret of Object.values(SECRETS)) expect(written).not.toContain(secret);
  expect(written).not.toMatch(/eyJ[\w-]+\./);
});

const UNDO: Readonly<Record<string, string>> = {
  event: 'alter table event drop constraint if exists never',
  participation: 'alter table participation drop constraint if exists never',
};

/** Breaks the schema while `work` runs. */
async function breaking(sql: string, work: () => Promise<void>): Promise<void> {
  await pool.query(sql);
  await work();
  await pool.query(UNDO[sql.split(' ')[2] ?? ''] ?? 'select 1');
}
