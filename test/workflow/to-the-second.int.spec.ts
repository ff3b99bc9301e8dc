import { expect, it } from '@jest/globals';
import { dateOf, eventsOf, timersOf } from '../support/history.js';
import { SkippedTime } from '../support/skipped-time.js';

const time = await SkippedTime.start();

/** The next 31 May, noon UTC: nine months later there is no 31st, and the clocks of Berlin are back from summer time. */
async function nextLastOfMay(): Promise<number> {
  const now = new Date(await time.now());
  const thisYear = Date.UTC(now.getUTCFullYear(), 4, 31, 12);
  return thisYear > now.getTime() ? thisYear : Date.UTC(now.getUTCFullYear() + 1, 4, 31, 12);
}

it('ends the quiet period to the second: nine months by the calendar and the clock on the wall', async () => {
  const registeredAt = await nextLastOfMay();
  await time.passUntil(registeredAt - 60_000);
  const customer = await time.invite();
  await time.passUntil(registeredAt + 5_000);
  await time.hear(customer, 'selfservice.registered', { privacyPolicy: '1' }, registeredAt);
  await time.inPhase(customer, 'quiet');
  const { workflowId } = customer;
  const year = new Date(registeredAt).getUTCFullYear() + 1;
  // 14:00 in summer is noon UTC; 14:00 in winter is 13:00 UTC
  const endsAt = new Date(Date.UTC(year, 2, 0, 13));
  expect((await time.installation.row(customer)).quiet_ends_at).toEqual(endsAt);

  await time.passUntil(endsAt.getTime() - 1_000);
  expect((await time.installation.row(customer)).phase).toBe('quiet');
  await time.passUntil(endsAt.getTime() + 1_000);
  await time.inPhase(customer, 'settling');
  const events = await eventsOf(time.installation.temporal, workflowId);
  expect(timersOf(events)[0]).toBe(`quiet period until ${endsAt.toISOString().slice(0, 10)}`);
  const fired = events.find((event) => event.timerFiredEventAttributes);
  expect(Math.abs(dateOf(fired ?? {}).getTime() - endsAt.getTime())).toBeLessThan(1_000);

  const settledAt = endsAt.getTime() + 3 * 24 * 60 * 60 * 1_000;
  await time.passUntil(settledAt - 1_000);
  expect((await time.installation.row(customer)).phase).toBe('settling');
  await time.passUntil(settledAt + 1_000);
  await time.inPhase(customer, 'completed');
});
