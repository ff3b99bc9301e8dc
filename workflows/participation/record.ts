import { log, proxyActivities, proxyLocalActivities, rootCause, TemporalFailure } from '@temporalio/workflow';
import type { Journal, Recorded, StepProposal } from '../contract/participation.js';

/** A transaction of milliseconds and one credit of 1.5 s at most; what takes longer is not worth holding up signals for. */
const { record } = proxyLocalActivities<Journal>({
  startToCloseTimeout: '4 seconds',
  retry: { maximumAttempts: 1 },
});

/** The same step when PostgreSQL is slow or away: repeated for as long as that lasts, since nothing may be forgotten. */
const { record: recordLater } = proxyActivities<Journal>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Writes the step, or learns which step was written under its number. */
export async function recordStep(step: StepProposal): Promise<Recorded> {
  const summary = step.proposal.facts.map(({ type }) => type).join(', ') || 'nothing new';
  try {
    return await record.executeWithOptions({ summary }, [step]);
  } catch (error) {
    // Not ActivityFailure alone: a failure that is replayed from its marker comes without that wrapping.
    if (!(error instanceof TemporalFailure)) throw error;
    log.warn('recording takes longer than it should', { n: step.n, cause: rootCause(error) });
    return recordLater.executeWithOptions({ summary }, [step]);
  }
}
