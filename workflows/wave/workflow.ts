import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Next, WaveProgress, WaveSending, WaveSent, WaveToSend } from '../contract/wave.js';

/** A stretch is minutes of work, told page by page; an outage is waited out. */
const { inviteStretch } = proxyActivities<WaveSending>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

const { cancelWave } = proxyActivities<WaveSending>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Sends a wave stretch by stretch, whenever its programme's send window is open, until it is through, paused or cancelled. */
export async function wave({ wave: id, after = 0, invited = 0 }: WaveToSend): Promise<WaveSent> {
  try {
    return await send(id, { after, invited });
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => cancelWave(id));
    throw error;
  }
}

async function send(id: string, from: WaveProgress): Promise<WaveSent> {
  let progress = from;
  for (;;) {
    const { next, ...reached } = await inviteStretch(id, progress);
    progress = reached;
    setCurrentDetails(`${progress.invited} customers invited.${waiting(next)}`);
    if (next.what === 'wait') await untilOpen(next);
    else if (next.what === 'go-on') await untilThereIsRoom(next);
    else return { ended: next.what, invited: progress.invited };
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof wave>({ wave: id, ...progress });
  }
}

/** What was recorded without a pause goes on at once, as it did then. */
async function untilThereIsRoom({ pauseMs }: Extract<Next, { what: 'go-on' }>): Promise<void> {
  if (pauseMs !== undefined) await sleep(pauseMs, { summary: 'messages have to leave first' });
}

function waiting(next: Next): string {
  return next.what === 'wait' ? ` The send window opens at ${next.until}.` : '';
}

/** What was recorded without a pause waits as it did then: by the instant alone, or not at all. */
async function untilOpen({ until, pauseMs = 0 }: Extract<Next, { what: 'wait' }>): Promise<void> {
  const ms = Math.max(Date.parse(until) - Date.now(), pauseMs);
  if (ms > 0) await sleep(ms, { summary: `send window opens at ${until}` });
}
