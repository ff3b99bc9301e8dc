import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { OutageError, type Start, TemporalGateway } from '../../src/relay/temporal-gateway.js';
import type { Gateway } from '../../src/relay/bring.js';
import type { Signal } from '../../src/relay/signal-of.js';
import type { Signalled } from '../../workflows/contract/participation.js';
import { creditIdOf } from '../../workflows/contract/credit.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { temporalEnvironment } from '../support/temporal.js';
import { TERMS } from './kit.js';
import { ScriptedGateway } from './scripted-gateway.js';

/** A gateway and what a test can see and do behind it. */
interface Behind {
  readonly gateway: Gateway;
  readonly heardBy: (participation: string) => Promise<readonly string[]>;
  /** The run that stands under its id. */
  readonly runOf: (participation: string) => Promise<string>;
  readonly close: (participation: string) => Promise<void>;
  /** A gateway whose server is away. */
  readonly away: () => Gateway;
}

const temporal = await temporalEnvironment();
const { client, environment, namespace } = temporal;
const realGateway = new TemporalGateway(environment.connection, namespace, 'test');

const real: Behind = {
  gateway: realGateway,
  heardBy: async (participation) => {
    const { events } = await client.workflow.getHandle(workflowIdOf(participation)).fetchHistory();
    const signals = (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes ?? []);
    return signals.map(({ input }) => {
      const [payload] = input?.payloads ?? [];
      return payload ? defaultPayloadConverter.fromPayload<Signalled>(payload).delivery : '';
    });
  },
  runOf: async (participation) =>
    (await client.workflow.getHandle(workflowIdOf(participation)).describe()).runId,
  close: async (participation) => {
    await client.workflow.getHandle(workflowIdOf(participation)).terminate();
  },
  away: () => new TemporalGateway(Connection.lazy({ address: '127.0.0.1:1' }), namespace, 'test', 500),
};

const scripted = (): Behind => {
  const gateway = new ScriptedGateway();
  return {
    gateway,
    heardBy: async (participation) => gateway.heardBy(participation),
    runOf: async (participation) => gateway.runOf(participation),
    close: async (participation) => gateway.close(participation),
    away: () => Object.assign(new ScriptedGateway(), { script: () => 'outage' as const }),
  };
};

describe.each([
  ['the real Temporal', real],
  ['the scripted one', scripted()],
])('what the relay relies on: %s', (_name, { gateway, heardBy, runOf, close, away }) => {
  it('starts a participation once, whoever asks again', async () => {
    const start = startOf();
    expect(await gateway.start(start, '1', 60_000)).toBe('sent');
    const run = await runOf(start.participation);
    expect(await gateway.start(start, '1', 60_000)).toBe('sent');
    expect(await gateway.start(start, '2', 60_000)).toBe('sent');
    expect(await runOf(start.participation)).toBe(run);
  });

  it('hears a signal once, however often its delivery is repeated, and in the order of sending', async () => {
    const start = startOf();
    await gateway.start(start, '1', 60_000);
    for (const delivery of ['2', '3', '2', '3'])
      expect(await gateway.signal(start.participation, delivery, signalOf(delivery))).toBe('sent');
    expect(await gateway.signalWithStart(start, '3', signalOf('3'))).toBe('sent');
    expect(await heardBy(start.participation)).toEqual(['2', '3']);
  });

  it('starts with a signal what was lost on the way, and starts nothing by a plain one', async () => {
    const start = startOf();
    expect(await gateway.signal(start.participation, '2', signalOf('2'))).toBe('workflow-missing');
    expect(await gateway.signalWithStart(start, '2', signalOf('2'))).toBe('sent');
    expect(await heardBy(start.participation)).toEqual(['2']);
  });

  it('never begins a participation anew that has ended', async () => {
    const start = startOf();
    await gateway.start(start, '1', 60_000);
    const run = await runOf(start.participation);
    await close(start.participation);
    expect(await gateway.start(start, '9', 60_000)).toBe('workflow-missing');
    expect(await gateway.signalWithStart(start, '3', signalOf('3'))).toBe('workflow-missing');
    expect(await gateway.signal(start.participation, '4', signalOf('4'))).toBe('workflow-missing');
    expect(await runOf(start.participation)).toBe(run);
  });

  it('says nothing of a workflow that has heard a delivery and is gone, unless asked under another id', async () => {
    const start = startOf();
    await gateway.start(start, '1', 60_000);
    await gateway.signal(start.participation, '2', signalOf('2'));
    await close(start.participation);
    expect(await gateway.signal(start.participation, '2', signalOf('2'))).toBe('sent');
    expect(await gateway.signal(start.participation, '2-1', signalOf('2'))).toBe('workflow-missing');
    expect(await gateway.signalWithStart(start, '2-1', signalOf('2'))).toBe('workflow-missing');
  });

  it('tells a call that can never succeed from an outage', async () => {
    const never = { ...startOf(), participation: 'x'.repeat(1_001) };
    expect(await gateway.start(never, '1', 0)).toEqual({ fault: 'temporal-refused-3' });
    const start = startOf();
    await expect(away().start(start, '1', 0)).rejects.toThrow(OutageError);
    await expect(away().signal(start.participation, '2', signalOf('2'))).rejects.toThrow(OutageError);
  });
});

describe('the credit of one grant', () => {
  it('is begun once while it runs, and again when it was terminated', async () => {
    const grant = randomUUID();
    const run = async () => (await client.workflow.getHandle(creditIdOf(grant)).describe()).runId;
    expect(await realGateway.startCredit(grant)).toBe('sent');
    const first = await run();
    expect(await realGateway.startCredit(grant)).toBe('sent');
    expect(await run()).toBe(first);
    await client.workflow.getHandle(creditIdOf(grant)).terminate();
    expect(await realGateway.startCredit(grant)).toBe('sent');
    expect(await run()).not.toBe(first);
  });
});

function startOf(): Start {
  const state = { invitedAt: 0, invitationEndsAt: 1, reached: {}, granted: [], calls: {}, retracted: [] };
  return { participation: randomUUID(), invitation: { schemaVersion: 1, terms: TERMS, state, steps: 0 } };
}

function signalOf(delivery: string): Signal {
  const at = '2026-01-01T00:00:00.000Z';
  return { name: 'videoWatched', content: { delivery, time: at, acceptedAt: at } };
}
