import { describe, expect, it } from '@jest/globals';
import { endingOf } from '../support/history.js';
import type { Invited } from '../support/installation.js';
import { DAY, SkippedTime } from '../support/skipped-time.js';

const time = await SkippedTime.start();
const SETTLES_AFTER = 3 * DAY;

/** When this participation's quiet period ends, by its row. */
async function quietEnd(customer: Invited): Promise<number> {
  const { quiet_ends_at } = await time.installation.row(customer);
  return quiet_ends_at?.getTime() ?? 0;
}

async function ending(customer: Invited) {
  const { result, megabytes, closedAt } = await endingOf(time.installation, customer);
  return { ...result, granted: [...result.granted], megabytes, closedAt: closedAt.getTime() };
}

/** That it closed at this instant or at most so many milliseconds later: never early. */
function expectClosed(closedAt: number, at: number, atMostLater = 2_000): void {
  expect(closedAt).toBeGreaterThanOrEqual(at);
  expect(closedAt).toBeLessThan(at + atMostLater);
}

/** A call of this id, made and reported just now. */
function call(customer: Invited, callId = 'call-1'): Promise<void> {
  return time.hear(customer, 'hotline.called', { callId });
}

describe('an invitation', () => {
  it('runs out when nobody reacts, three days after its end and not before', async () => {
    const customer = await time.invite();
    const endsAt = (await time.installation.row(customer)).invitation_ends_at.getTime();
    await time.passUntil(endsAt + SETTLES_AFTER - 1_000);
    expect((await time.installation.row(customer)).phase).toBe('invited');
    await time.pass(2_000);
    const { closedAt, ...rest } = await ending(customer);
    expect(rest).toEqual({ phase: 'ended', endedBecause: 'invitation-expired', granted: [], megabytes: 0 });
    expectClosed(closedAt, endsAt + SETTLES_AFTER);
  });

  it('still lets in who registered before its end and was reported late', async () => {
    const customer = await time.invite();
    const endsAt = (await time.now()) + 60 * DAY;
    await time.passUntil(endsAt + DAY);
    await time.hear(customer, 'selfservice.registered', { privacyPolicy: '1' }, endsAt - 1_000);
    expect(await time.inPhase(customer, 'quiet')).toMatchObject({ granted_megabytes: 600 });
  });
});

describe('nine quiet months', () => {
  it('are paid after the settlement', async () => {
    const customer = await time.registered();
    const end = await quietEnd(customer);
    await time.passUntil(end + 1_000);
    expect(await time.inPhase(customer, 'settling')).toMatchObject({ next_due_what: 'settlement' });
    await time.passUntil(end + SETTLES_AFTER + 1_000);
    const { closedAt, ...rest } = await ending(customer);
    expect(rest).toEqual({ phase: 'completed', granted: ['registered', 'quiet-period'], megabytes: 2400 });
    expectClosed(closedAt, end + SETTLES_AFTER);
  });

  it('are forfeited by a call that is reported in the settlement, and by none later', async () => {
    const [caller, lucky] = [await time.registered(), await time.registered()];
    const end = await quietEnd(caller);
    await time.passUntil(end + 2 * DAY);
    await time.hear(caller, 'hotline.called', { callId: 'c' }, end - DAY);
    await time.inPhase(caller, 'forfeited');
    await time.passUntil((await quietEnd(lucky)) + SETTLES_AFTER + 1_000);
    await time.hear(lucky, 'hotline.called', { callId: 'd' }, end - DAY);
    expect(await ending(lucky)).toMatchObject({ phase: 'completed' });
    await time.pass(30 * DAY);
    expect(await ending(caller)).toMatchObject({ phase: 'ended', endedBecause: 'hotline-called' });
  });
});

describe('a hotline call', () => {
  it('forfeits the quiet reward, and the participation ends with the settlement', async () => {
    const customer = await time.registered();
    await time.pass(100 * DAY);
    await call(customer);
    await time.inPhase(customer, 'forfeited');
    await time.hear(customer, 'selfservice.app-installed');
    const end = await quietEnd(customer);
    await time.passUntil(end + SETTLES_AFTER + 1_000);
    const { closedAt, ...rest } = await ending(customer);
    expect(rest).toEqual({
      phase: 'ended',
      endedBecause: 'hotline-called',
      granted: ['registered', 'app-installed'],
      megabytes: 1200,
    });
    expectClosed(closedAt, end + SETTLES_AFTER);
  });

  it('that is retracted gives the original end back', async () => {
    const customer = await time.registered();
    const end = await quietEnd(customer);
    await time.pass(100 * DAY);
    await call(customer);
    await time.inPhase(customer, 'forfeited');
    await time.pass(10 * DAY);
    await time.hear(customer, 'hotline.call-retracted', { callId: 'call-1' });
    expect(await time.inPhase(customer, 'quiet')).toMatchObject({ quiet_ends_at: new Date(end) });
    await time.passUntil(end + SETTLES_AFTER + 1_000);
    expect(await ending(customer)).toMatchObject({ phase: 'completed', megabytes: 2400 });
  });

  it('that is retracted after the settlement pays at once', async () => {
    const customer = await time.registered();
    const end = await quietEnd(customer);
    await time.passUntil(end - DAY);
    await call(customer);
    await time.inPhase(customer, 'forfeited');
    await time.passUntil(end + 20 * DAY);
    await time.hear(customer, 'hotline.call-retracted', { callId: 'call-1' });
    const { closedAt, ...rest } = await ending(customer);
    expect(rest).toMatchObject({ phase: 'completed', megabytes: 2400 });
    expectClosed(closedAt, end + 20 * DAY, 5_000);
  });

  it('is excused by reinstating, also after the original end', async () => {
    const customer = await time.registered();
    const end = await quietEnd(customer);
    await time.passUntil(end - DAY);
    await call(customer);
    await time.inPhase(customer, 'forfeited');
    await time.passUntil(end + 20 * DAY);
    await time.hear(customer, 'participation.reinstated');
    expect(await ending(customer)).toMatchObject({ phase: 'completed', megabytes: 2400 });
  });
});

describe('somebody who stays away and is dropped', () => {
  it('is back, with what was reached meanwhile, when a visit before the breach turns up', async () => {
    const customer = await time.registered();
    const end = await quietEnd(customer);
    const breach = await time.drop(customer);
    await time.pass(5 * DAY);
    await time.hear(customer, 'selfservice.video-watched', {}, breach + DAY);
    await time.hear(customer, 'selfservice.visited', {}, breach - DAY);
    const back = await time.installation.row(customer, (row) => row.phase === 'quiet');
    expect(back).toMatchObject({ granted_megabytes: 1200, quiet_ends_at: new Date(end) });
  });

  it('is back after being reinstated, and is paid in the end', async () => {
    const customer = await time.registered();
    const end = await quietEnd(customer);
    await time.drop(customer);
    await time.pass(5 * DAY);
    await time.hear(customer, 'participation.reinstated');
    await time.inPhase(customer, 'quiet');
    await time.passUntil(end + SETTLES_AFTER + 1_000);
    expect(await ending(customer)).toMatchObject({ phase: 'completed', megabytes: 2400 });
  });

  it('has thirty days to appeal; then the participation ends', async () => {
    const customer = await time.registered();
    const breach = await time.drop(customer);
    const until = (await time.now()) + 30 * DAY;
    await time.passUntil(until + 60_000);
    const { closedAt, ...rest } = await ending(customer);
    expect(rest).toMatchObject({ phase: 'ended', endedBecause: 'inactive', megabytes: 600 });
    expectClosed(closedAt, breach + 30 * DAY, until + 60_000 - breach - 30 * DAY);
  });
});
