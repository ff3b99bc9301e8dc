import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { FastForward, FastForwarded, Journey, TimeMachine } from '../contract/fast-forward.js';

/** Repeated quickly: most of what is waited for is a matter of milliseconds. */
const { readClock, hop, settle } = proxyActivities<TimeMachine>({
  startToCloseTimeout: '30 seconds',
  retry: {
    initialInterval: '50 milliseconds',
    backoffCoefficient: 1.5,
    maximumInterval: '5 seconds',
    nonRetryableErrorTypes: ['UnknownParticipationError', 'UnreadableTermsError'],
  },
});

/** Moves one participation's clock hop by hop, as if that time had passed, until it is there or the participation has ended. */
export async function fastForward(request: FastForward): Promise<FastForwarded> {
  const { participation } = request;
  let { ended } = await settle(participation);
  let journey = request.journey ?? (await begin(request));
  const { longestHop = request.by } = await readClock(participation);
  while (!ended && journey.offset < journey.target) {
    if (workflowInfo().continueAsNewSuggested)
      return continueAsNew<typeof fastForward>({ ...request, journey });
    journey = {
      ...journey,
      offset: Math.min(journey.offset + longestHop, journey.target),
      hops: journey.hops + 1,
    };
    ended = await makeHop(request, journey);
  }
  return { hops: journey.hops, ended };
}

/** After a reset the run's clock is behind its row's: it is brought up first. */
async function begin({ participation, by }: FastForward): Promise<Journey> {
  const { offset } = await readClock(participation);
  await hop({ participation, offset });
  await settle(participation);
  return { offset, target: offset + by, hops: 0 };
}

async function makeHop(
  { participation, visiting }: FastForward,
  { offset, hops }: Journey,
): Promise<boolean> {
  const visit = visiting ? { visit: `${workflowInfo().firstExecutionRunId}/${hops}` } : {};
  const now = await hop({ participation, offset, ...visit });
  setCurrentDetails(`The participation's clock stands at ${new Date(now).toISOString()}.`);
  return (await settle(participation)).ended;
}
