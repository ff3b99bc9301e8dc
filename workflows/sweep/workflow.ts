import { ApplicationFailure, continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Sweeping, SweepProgress, Swept } from '../contract/sweep.js';

/** An outage is waited out; the schedule starts no second sweep meanwhile. */
const { warn, weigh, proposeDrops } = proxyActivities<Sweeping>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Warns everybody who has not visited for long enough, then proposes to drop those whom a warning did not bring back
 * (R9). Fails before its first drop when it would drop too many at once: something else is wrong then.
 */
export async function sweep(from: SweepProgress = { stage: 'warn', warned: 0, proposed: 0 }): Promise<Swept> {
  let progress = from;
  while (progress.stage !== 'done') {
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof sweep>(progress);
    progress = await STAGES[progress.stage](progress);
  }
  return { warned: progress.warned, proposed: progress.proposed };
}

type Stage = (progress: SweepProgress) => Promise<SweepProgress>;

const STAGES: Readonly<Record<Exclude<SweepProgress['stage'], 'done'>, Stage>> = {
  async warn({ warned, proposed, after }) {
    const { found, next } = await warn(after);
    const done = { warned: warned + found, proposed };
    return next ? { ...done, stage: 'warn', after: next } : { ...done, stage: 'weigh' };
  },
  async weigh(progress) {
    const { drops, open, tooMany } = await weigh();
    if (!tooMany) return { ...progress, stage: 'propose-drops' };
    throw ApplicationFailure.nonRetryable(
      `${drops} of ${open} open participations would be dropped, more than SWEEP_MAX_DROP allows, so none was. ` +
        'See whether visits still arrive; if all is as it should be, raise SWEEP_MAX_DROP for one sweep.',
      'TooManyDrops',
    );
  },
  async 'propose-drops'({ warned, proposed, after }) {
    const { found, next } = await proposeDrops(after);
    const done = { warned, proposed: proposed + found };
    return next ? { ...done, stage: 'propose-drops', after: next } : { ...done, stage: 'done' };
  },
};
