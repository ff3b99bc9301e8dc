import { describe, expect, it } from '@jest/globals';
import {
  type Invitation,
  PARTICIPATION,
  type SignalName,
  type Signals,
  type Status,
  TASK_QUEUE,
} from '../../workflows/contract/participation.js';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { parseDefinition, termsOf } from '../../src/domain/definition.js';
import { invited, type State } from '../../src/domain/state.js';
import { started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { caughtUp, type Delivery, heard, lastDelivery, registered, signalPastInbox } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal, ['workers']);
const { pool } = installation.database;
const parsed = parseDefinition(programme);
if (!parsed.ok) throw new Error('the default programme is none');
const TERMS = termsOf(parsed.definition, 1);

/** Somebody registered, with the relay stopped again: what comes into the inbox from now on stays there. */
async function registeredAndStill(): Promise<Invited> {
  installation.startRelay();
  const customer = await registered(installation);
  await caughtUp(installation, customer, 1);
  await installation.stopRelay();
  return customer;
}

/** Puts an event into the inbox, which nobody brings on; answers its delivery. */
async function inInbox(customer: Invited, type: string, data: object = {}): Promise<Delivery> {
  await installation.hear(customer, type, data);
  return lastDelivery(installation, customer);
}

const now = () => new Date().toISOString();
const invented = () => ({ delivery: '999999999', time: now(), acceptedAt: now() });

/** As somebody would who may write to Temporal, also to who still sleeps; until the workflow has dealt with it. */
async function signalByHand<Name extends SignalName>(customer: Invited, name: Name, content: Signals[Name]) {
  await temporal.client.workflow.signalWithStart(PARTICIPATION, {
    ...{ workflowId: customer.workflowId, taskQueue: TASK_QUEUE, args: [] },
    ...{ signal: name, signalArgs: [content] },
  });
  await until(async () => {
    const { undecided } = await temporal.client.workflow
      .getHandle(customer.workflowId)
      .query<Status>('status');
    return undecided === 0 || undefined;
  });
}

async function standing(customer: Invited) {
  const { phase, steps, granted_megabytes } = await installation.row(customer);
  return { phase, steps, granted_megabytes };
}

const UNTOUCHED = { phase: 'quiet', steps: 1, granted_megabytes: 600 };

describe('a signal without an event in the inbox changes nothing', () => {
  it('whatever it says', async () => {
    const customer = await registeredAndStill();
    await signalByHand(customer, 'videoWatched', invented());
    await signalByHand(customer, 'milestoneReached', { ...invented(), code: 'app-installed' });
    await signalByHand(customer, 'hotlineCalled', { ...invented(), call: 'forged', exempt: false });
    await signalByHand(customer, 'hotlineCallRetracted', { ...invented(), call: 'forged' });
    await signalByHand(customer, 'consentWithdrawn', invented());
    await signalByHand(customer, 'left', invented());
    await signalByHand(customer, 'wentInactive', { ...invented(), lastVisitAt: now() });
    expect(await standing(customer)).toEqual(UNTOUCHED);

    installation.startRelay();
    await installation.hear(customer, 'selfservice.video-watched');
    await installation.row(customer, (row) => row.granted_megabytes === 1200);
    await installation.stopRelay();
    expect(await standing(customer)).toEqual({ ...UNTOUCHED, steps: 2, granted_megabytes: 1200 });
  });

  it('nor does it let in who was only invited', async () => {
    const customer = await installation.invite();
    installation.startRelay();
    await started(installation, customer);
    await installation.stopRelay();
    const invitation = heard(await lastDelivery(installation, customer));
    const quietEndsAt = now();
    await signalByHand(customer, 'registered', { ...invented(), quietEndsAt });
    await signalByHand(customer, 'registered', { ...invitation, quietEndsAt });
    await signalByHand(customer, 'videoWatched', invitation);
    expect(await standing(customer)).toEqual({ phase: 'invited', steps: 0, granted_megabytes: 0 });
  });
});

describe("a signal with another participation's delivery", () => {
  it.each([
    ['waits there', async () => undefined],
    [
      'has its outcome',
      async (other: Invited) => {
        installation.startRelay();
        await installation.row(other, (row) => row.granted_megabytes === 1200);
        await installation.stopRelay();
      },
    ],
  ])('that %s changes nothing here, nor what becomes of it there', async (_what, before) => {
    const [customer, other] = [await registeredAndStill(), await registeredAndStill()];
    const theirs = await inInbox(other, 'selfservice.video-watched');
    await before(other);
    await signalByHand(customer, 'videoWatched', heard(theirs));
    expect(await standing(customer)).toEqual(UNTOUCHED);
    installation.startRelay();
    await installation.row(other, (row) => row.granted_megabytes === 1200);
    await installation.stopRelay();
    expect(await lastDelivery(installation, other)).toMatchObject({ id: theirs.id, status: 'applied' });
  });
});

describe('a signal with a delivery that says something else counts for what the inbox says', () => {
  it('another type: a call stays a call', async () => {
    const customer = await registeredAndStill();
    const call = await inInbox(customer, 'hotline.called', { callId: 'c-1' });
    await signalByHand(customer, 'videoWatched', heard(call));
    expect(await standing(customer)).toMatchObject({ phase: 'forfeited', steps: 2, granted_megabytes: 600 });
    expect(await lastDelivery(installation, customer)).toMatchObject({ status: 'applied' });
  });

  it('a call called exempt, or another one', async () => {
    const customer = await registeredAndStill();
    const call = await inInbox(customer, 'hotline.called', { callId: 'c-1' });
    await signalByHand(customer, 'hotlineCalled', { ...heard(call), call: 'another', exempt: true });
    expect(await standing(customer)).toMatchObject({ phase: 'forfeited' });
    const retraction = await inInbox(customer, 'hotline.call-retracted', { callId: 'nobody-knows' });
    const genuine = installation.hash('c-1');
    await signalByHand(customer, 'hotlineCallRetracted', { ...heard(retraction), call: genuine });
    expect(await standing(customer)).toMatchObject({ phase: 'forfeited', steps: 3 });
  });

  it('another milestone, one that nobody knows, or another time', async () => {
    const customer = await registeredAndStill();
    const video = await inInbox(customer, 'selfservice.video-watched');
    await signalByHand(customer, 'milestoneReached', { ...heard(video), code: 'nobody-knows' });
    expect(await lastDelivery(installation, customer)).toMatchObject({ status: 'applied', code: null });
    const app = await inInbox(customer, 'selfservice.app-installed');
    const [old, later] = ['2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
    await signalByHand(customer, 'appInstalled', { ...heard(app), time: old });
    expect(await lastDelivery(installation, customer)).toMatchObject({ status: 'applied', code: null });
    expect(await standing(customer)).toMatchObject({ steps: 3, granted_megabytes: 1800 });
    const { rows } = await pool.query<{ reached: Record<string, string> }>(
      'select reached from participation where id = $1',
      [customer.id],
    );
    expect(rows[0]?.reached).toMatchObject({ 'app-installed': app.time.toISOString() });
    const call = await inInbox(customer, 'hotline.called', { callId: 'c-1' });
    await signalByHand(customer, 'hotlineCalled', {
      ...{ ...heard(call), time: later, acceptedAt: later },
      ...{ call: installation.hash('c-1'), exempt: false },
    });
    expect(await standing(customer)).toMatchObject({ phase: 'forfeited' });
  });

  it('a registration with a quiet period that is over already', async () => {
    const customer = await installation.invite();
    installation.startRelay();
    await started(installation, customer);
    await installation.stopRelay();
    const registration = await inInbox(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await signalByHand(customer, 'registered', { ...heard(registration), quietEndsAt: now() });
    const { phase, quiet_ends_at } = await installation.row(customer);
    expect(phase).toBe('quiet');
    expect(quiet_ends_at?.getTime()).toBeGreaterThan(registration.time.getTime() + 270 * 86_400_000);
  });

  it('heard before the genuine one: that is heard all the same, once', async () => {
    const customer = await registeredAndStill();
    const video = await inInbox(customer, 'selfservice.video-watched');
    await installation.stopWorkers();
    await signalPastInbox(installation, customer, 'left', heard(video));
    await signalPastInbox(installation, customer, 'videoWatched', heard(video));
    await signalPastInbox(installation, customer, 'left', heard(video));
    await installation.startWorkers();
    await installation.row(customer, (row) => row.granted_megabytes === 1200);
    await signalByHand(customer, 'videoWatched', heard(video));
    await signalByHand(customer, 'left', heard(video));
    expect(await standing(customer)).toEqual({ phase: 'quiet', steps: 2, granted_megabytes: 1200 });
    expect(await lastDelivery(installation, customer)).toMatchObject({ status: 'applied' });
  });
});

describe('a workflow that somebody has started by hand in the place of the one that was there is paid nothing', () => {
  const invitedAt = Date.now();
  const state: State = { ...invited({ invitedAt, endsAt: invitedAt + 86_400_000 }) };
  const over = { time: invitedAt, quietEndsAt: invitedAt - 30 * 86_400_000 };

  async function startByHand(customer: Invited, input: Partial<Invitation>): Promise<void> {
    await temporal.client.workflow.getHandle(customer.workflowId).terminate('to start another');
    await temporal.client.workflow.start(PARTICIPATION, {
      ...{ workflowId: customer.workflowId, taskQueue: TASK_QUEUE },
      args: [{ schemaVersion: 1, terms: TERMS, state, steps: 0, ...input } satisfies Invitation],
    });
  }

  /** What becomes of it: the failure of its step, or nothing to do. */
  function outcomeOf({ workflowId }: Invited): Promise<string> {
    return until(async () => {
      const { raw, status } = await temporal.client.workflow.getHandle(workflowId).describe();
      if (status.name !== 'RUNNING') return status.name;
      return raw.pendingActivities?.[0]?.lastFailure?.message ?? undefined;
    });
  }

  it.each<[string, Partial<Invitation>]>([
    ['a quiet period that nobody has begun', { state: { ...state, registration: over } }],
    [
      'what no delivery brought',
      { heard: [{ type: 'registered', ...over, acceptedAt: invitedAt, quietEndsAt: invitedAt }] },
    ],
  ])('for %s', async (_what, input) => {
    const customer = await installation.invite();
    installation.startRelay();
    await started(installation, customer);
    await installation.stopRelay();
    await startByHand(customer, input);
    expect(await outcomeOf(customer)).toContain('was this workflow started by hand?');
    expect(await standing(customer)).toEqual({ phase: 'invited', steps: 0, granted_megabytes: 0 });
  });

  it('nor more than its own terms say', async () => {
    const customer = await installation.invite();
    installation.startRelay();
    await started(installation, customer);
    await installation.stopRelay();
    const generous = TERMS.milestones.map((each) => ({ ...each, reward: { megabytes: 60_000 } }));
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await startByHand(customer, { terms: { ...TERMS, milestones: generous } });
    installation.startRelay();
    expect(await outcomeOf(customer)).toContain('was this workflow started by hand?');
    await installation.stopRelay();
    expect(await standing(customer)).toEqual({ phase: 'invited', steps: 0, granted_megabytes: 0 });
  });
});

it('who is on call hears of it', async () => {
  const customer = await registeredAndStill();
  const figure = async (how: string) =>
    Number(
      new RegExp(`^quietline_signals_unproven_total{how="${how}"} (.*)$`, 'm').exec(
        await installation.registry.metrics(),
      )?.[1],
    );
  const before = { unknown: await figure('unknown'), altered: await figure('altered') };
  await signalByHand(customer, 'videoWatched', invented());
  await signalByHand(customer, 'left', heard(await inInbox(customer, 'selfservice.video-watched')));
  expect({ unknown: await figure('unknown'), altered: await figure('altered') }).toEqual({
    unknown: before.unknown + 1,
    altered: before.altered + 1,
  });
});
