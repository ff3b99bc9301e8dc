import { describe, expect, it } from '@jest/globals';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { until } from '../support/until.js';
import { Operator } from './operator.js';
import { Shipped } from './shipped.js';

const shipped = await Shipped.start();
const operator = await Operator.of(shipped);

/** A customer, what they do, and what has to become of them. */
interface Customer {
  readonly customerId: string;
  readonly ends: { readonly phase: string; readonly grantedMegabytes: number };
  readonly does: readonly (readonly [type: string, data?: object])[];
  id: string;
}

const EARNS = [
  ['selfservice.registered', { privacyPolicy: '2026-01' }],
  ['selfservice.video-watched'],
  ['selfservice.app-installed'],
] as const;
const CALLS = ['hotline.called', { callId: 'call' }] as const;
const RETRACTS = ['hotline.call-retracted', { callId: 'call' }] as const;

/** Nine of each story. */
const customers: readonly Customer[] = Array.from({ length: 36 }, (_, i) => {
  const customerId = `C-${i}`;
  const paid = (phase: string) => ({ phase, grantedMegabytes: 1800 });
  const story = [
    { does: EARNS, ends: paid('quiet') },
    { does: [...EARNS, CALLS], ends: paid('forfeited') },
    { does: [...EARNS, CALLS, RETRACTS], ends: paid('quiet') },
    { does: [...EARNS, ['contract.ended'] as const], ends: paid('ended') },
  ][i % 4];
  return { customerId, id: '', does: story?.does ?? [], ends: story?.ends ?? paid('quiet') };
});

/** Everybody does the next thing on their list, every third one reporting it twice. */
async function everybodyDoes(nth: number): Promise<void> {
  await Promise.all(
    customers.map(async ({ customerId, does }, i) => {
      const [type, data = {}] = does[nth] ?? [];
      if (type) await operator.send(customerId, type, { data, twice: i % 3 === 0 });
    }),
  );
}

/** Each credited grant is one completed booking, and nothing else was booked. */
async function bookedOnce(): Promise<number> {
  const grants = await operator.settledGrants();
  expect(grants.filter(({ state }) => state !== 'credited')).toEqual([]);
  const bookings = await operator.bookings();
  expect(bookings.map(({ requestorId }) => requestorId).sort()).toEqual(grants.map(({ id }) => id).sort());
  const reference = new Map(bookings.map(({ requestorId, id }) => [requestorId, id]));
  for (const grant of grants) expect(grant.reference).toBe(reference.get(grant.id));
  return grants.length;
}

/** Everything accepted is in the inbox and has an outcome; nothing is parked. */
async function nothingLost(): Promise<void> {
  const kept = await operator.decidedEvents();
  const effects = new Map(kept.map(({ source, id, effects }) => [`${source} ${id}`, effects]));
  for (const { source, id } of operator.accepted)
    expect(effects.get(`${source} ${id}`)?.map(({ status }) => status)).toEqual(['applied']);
  expect(kept.flatMap((event) => event.effects).filter(({ status }) => status === 'parked')).toEqual([]);
}

describe('whatever is killed in the middle', () => {
  it('every reward is paid once, nothing accepted is lost, and everybody ends where they belong', async () => {
    const invited = Promise.all(
      customers.map(async (customer) => {
        customer.id = await operator.invite(programme.code, customer.customerId);
      }),
    );
    await shipped.kill('relay');
    await shipped.kill('api');
    await invited;

    const worker = await shipped.pid('worker');
    await operator.tellCharging({ mode: 'kill-worker-after', pid: worker });
    const registered = everybodyDoes(0);
    await until(async () => (await shipped.pid('worker')) !== worker || undefined, 60_000);
    await shipped.kill('temporal');
    await registered;

    const watched = everybodyDoes(1);
    await shipped.kill('worker');
    await shipped.kill('postgres');
    await watched;

    const installed = everybodyDoes(2);
    await shipped.killAll();
    await shipped.start();
    await installed;

    const called = everybodyDoes(3);
    await shipped.kill('charging');
    await shipped.killSupervisor();
    await shipped.start();
    await called;
    await everybodyDoes(4);

    await nothingLost();
    for (const { id, ends } of customers)
      expect(await operator.until(id, ({ phase }) => phase === ends.phase)).toMatchObject(ends);
    expect(await bookedOnce()).toBe(3 * customers.length);
  }, 300_000);
});

describe('Temporal stopped over a deadline (R16)', () => {
  /** What happens in time is accepted within the settlement, which is long enough for a slow machine. */
  const seconds = {
    ...programme,
    code: 'seconds',
    invitation: { validFor: 'PT15S' },
    quietPeriod: { ...programme.quietPeriod, lasts: 'PT12S', settlesAfter: 'PT20S' },
    visits: { atLeastEvery: 'P1D', warnAfter: 'PT20H' },
    appealWithin: 'PT2S',
  };

  it('refuses no registration and overlooks no call that was accepted in time', async () => {
    await operator.publish(seconds);
    const [late, caller, faithful] = await Promise.all(
      ['late', 'caller', 'faithful'].map((who) => operator.invite(seconds.code, who)),
    );
    if (!late || !caller || !faithful) throw new Error('nobody was invited');
    const invitedAt = new Date((await operator.participation(late)).invitedAt);
    const register = (who: string, time = new Date()) =>
      operator.send(who, 'selfservice.registered', { data: { privacyPolicy: '1' }, time });
    await Promise.all([register('caller'), register('faithful')]);
    const { quietPeriod } = await operator.until(caller, (view) => view.quietPeriod !== null);
    const quietFrom = new Date(quietPeriod?.startedAt ?? NaN);
    const goOn = await shipped.halt('temporal');
    try {
      await Promise.all([
        register('late', invitedAt),
        operator.send('caller', 'hotline.called', { data: { callId: 'in-time' }, time: quietFrom }),
      ]);
      const over = Math.max(invitedAt.getTime() + 35_000, quietFrom.getTime() + 32_000);
      await until(async () => Date.now() > over || undefined, 60_000);
    } finally {
      goOn();
    }
    expect(await operator.until(faithful, ({ phase }) => phase === 'completed')).toMatchObject({
      grantedMegabytes: 2400,
    });
    expect(await operator.until(late, ({ phase }) => phase === 'completed')).toMatchObject({
      grantedMegabytes: 2400,
    });
    expect(await operator.until(caller, ({ phase }) => phase === 'ended')).toMatchObject({
      grantedMegabytes: 600,
      endedBecause: 'hotline-called',
      quietPeriod: { forfeitedBy: 'in-time' },
    });
    await nothingLost();
    await bookedOnce();
  }, 300_000);
});

describe('a reward that the charging system refused', () => {
  it('is failed for all to see, and paid once when somebody asks for it again', async () => {
    const id = await operator.invite(programme.code, 'refused');
    await operator.tellCharging({ mode: 'reject', as: 422 });
    await operator.send('refused', 'selfservice.registered', { data: { privacyPolicy: '1' } });
    const [failed] = await operator.settledGrants(id);
    expect(failed).toMatchObject({ code: 'registered', state: 'failed', reference: null });
    await operator.retry(failed?.id ?? '');
    expect(await operator.settledGrants(id)).toMatchObject([{ id: failed?.id, state: 'credited' }]);
    await bookedOnce();
  }, 300_000);
});

describe('Ctrl-C and another start', () => {
  it('keep everything and go on', async () => {
    const before = await Promise.all(customers.map(({ id }) => operator.participation(id)));
    await shipped.stop();
    await shipped.start();
    expect(await Promise.all(customers.map(({ id }) => operator.participation(id)))).toEqual(before);
    const [quiet] = customers;
    await operator.send(quiet?.customerId ?? '', 'consent.withdrawn');
    await operator.until(quiet?.id ?? '', ({ phase }) => phase === 'ended');
    await nothingLost();
    await bookedOnce();
  }, 300_000);
});
