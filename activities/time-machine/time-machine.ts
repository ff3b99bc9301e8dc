import { ApplicationFailure } from '@temporalio/common';
import type { TimeMachine } from '../../workflows/contract/fast-forward.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { UnknownParticipationError } from '../steps/locked-row.js';
import { OWN_SOURCE } from '../sweep/own-events.js';
import { lookAfter, type Means } from '../sweep/sweeping.js';
import { readRows, type SweptRow } from '../sweep/swept-row.js';
import { moveRowClock, readRowClock } from './row-clock.js';
import type { RunClock } from './run-clock.js';
import { settled } from './settled.js';

/** Moves clocks: the row's first, which is the truth, then the run's up to it. */
export function createTimeMachine(means: Means, runs: RunClock): TimeMachine {
  const { pool, terms, takeIn } = means;
  const read = async (participation: string): Promise<SweptRow> => {
    const [row] = await readRows(pool, [participation]);
    if (!row) throw new UnknownParticipationError();
    return row;
  };
  return {
    readClock: (participation) => readRowClock(pool, terms, participation),
    async move(participation, offset) {
      await moveRowClock(pool, participation, offset);
      const run = await runs.bringUp(workflowIdOf(participation), offset);
      const row = await read(participation);
      if (run === 'closed' && row.phase !== 'completed' && row.phase !== 'ended') throw workflowMissing();
      return row.now;
    },
    async visit(participation, visit) {
      const { customerId, now } = await read(participation);
      await takeIn([
        {
          source: OWN_SOURCE,
          id: `visit/${visit}`,
          type: 'selfservice.visited',
          time: new Date(now).toISOString(),
          subject: customerId,
          data: { participationId: participation },
          participationId: participation,
        },
      ]);
    },
    lookAfter: (participation) => lookAfter(means, participation),
    settle: (participation) => settled(pool, participation),
  };
}

function workflowMissing(): ApplicationFailure {
  const message =
    'the workflow is closed but its participation is not: reset it in the Web UI, then try again';
  return ApplicationFailure.nonRetryable(message, 'WorkflowMissing');
}
