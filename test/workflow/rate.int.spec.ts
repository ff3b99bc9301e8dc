import { expect, it } from '@jest/globals';
import { read } from '../charging/told-system.js';
import type { BookingLine } from '../../stand-ins/charging/for-testers.js';
import { started } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal, ['relay', 'workers'], undefined, {
  CHARGING_RATE: '2',
});

it('CHARGING_RATE holds over steps and queue together: two a second are two a second', async () => {
  const customers = await Promise.all(Array.from({ length: 5 }, () => installation.invite()));
  for (const customer of customers) await started(installation, customer);
  const begunAt = Date.now();
  // some with a second reward in the same step
  for (const customer of customers.slice(3)) await installation.hear(customer, 'selfservice.video-watched');
  for (const customer of customers)
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });

  const booked = await until(async () => {
    const { items } = (await read(`${installation.chargingOrigin}/bookings`)) as { items: BookingLine[] };
    return items.length === 7 ? items : undefined;
  });
  const times = booked
    .map(({ bookedAt }) => Date.parse(bookedAt) - begunAt)
    .sort((one, other) => one - other);
  times.forEach((ms, before) => expect(ms).toBeGreaterThanOrEqual(before * 500));
  expect(new Set(booked.map(({ requestorId }) => requestorId)).size).toBe(7);
});
