import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import {
  type Next,
  WAVE,
  type WaveProgress,
  type WaveSending,
  type WaveSent,
  type WaveToSend,
} from '../../workflows/contract/wave.js';
import { eventsOf, timersOf } from '../support/history.js';
import { ownTemporalEnvironment } from '../support/temporal.js';

/** A stretch is six events, with a pause behind it eleven. */
const temporal = await ownTemporalEnvironment(['limit.historyCount.suggestContinueAsNew=30']);

/** Runs a wave's workflow that is told these in turn; answers its id, what it came to and where it went on from. */
async function run(told: readonly Next[]) {
  const from: WaveProgress[] = [];
  const activities: WaveSending = {
    inviteStretch: async (_wave, progress) => {
      from.push(progress);
      const next = told[from.length - 1] ?? { what: 'done' };
      return { after: progress.after + 100, invited: progress.invited + 90, next };
    },
    cancelWave: async () => undefined,
  };
  const taskQueue = temporal.taskQueue();
  const worker = await temporal.startWorker({ taskQueue, activities });
  const handle = await temporal.client.workflow.start<(wave: WaveToSend) => Promise<WaveSent>>(WAVE, {
    workflowId: `wave-${randomUUID()}`,
    taskQueue,
    args: [{ wave: 'a' }],
  });
  const sent = await handle.result();
  await worker.stop();
  return { handle, sent, from };
}

it('a wave whose window is open by the clock of Temporal alone waits all the same, and asks again only then', async () => {
  const until = new Date(Date.now() - 5_000).toISOString();
  const { handle, sent } = await run([{ what: 'wait', until, pauseMs: 1_000 }]);
  expect(sent).toEqual({ ended: 'done', invited: 180 });
  expect(timersOf(await eventsOf(temporal, handle.workflowId))).toEqual([`send window opens at ${until}`]);
});

it('a wave whose messages have to leave first comes back when it was told to, and not before', async () => {
  const { handle, sent } = await run([{ what: 'go-on', pauseMs: 1_000 }, { what: 'go-on' }]);
  expect(sent).toEqual({ ended: 'done', invited: 270 });
  expect(timersOf(await eventsOf(temporal, handle.workflowId))).toEqual(['messages have to leave first']);
});

it('a wave of many stretches continues as new where it stands, and ends with all that it has invited', async () => {
  const { handle, sent, from } = await run(Array.from({ length: 12 }, () => ({ what: 'go-on' })));
  const { status } = await temporal.client.workflow
    .getHandle(handle.workflowId, handle.firstExecutionRunId)
    .describe();
  expect(status.name).toBe('CONTINUED_AS_NEW');
  expect(from).toEqual(Array.from({ length: 13 }, (_, i) => ({ after: 100 * i, invited: 90 * i })));
  expect(sent).toEqual({ ended: 'done', invited: 13 * 90 });
});
