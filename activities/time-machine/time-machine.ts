import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import { isOpen } from '../../src/domain/phase.js';
import type { TimeMachine } from '../../workflows/contract/fast-forward.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { UnknownParticipationError } from '../steps/locked-row.js';
import { OWN_SOURCE } from '../../src/domain/commands.js';
import { lookAfter, type Means } from '../sweep/sweeping.js';
import { readRows, type SweptRow } from '../sweep/swept-row.js';
import { moveRowClock, readRowClock } from './row-clock.js';
import type { RunClock } from './run-clock.js';
import { settled } from './settled.js';

/** Moves clocks: the row's first, which is the truth, then the run's up to it. */
export function createTimeMachine(means: Means, runs: RunClock): TimeMachine {
  const { pool, programmes } = means;
  return {
    readClock: (participation) => readRowClock(pool, programmes, participation),
    async hop({ participation, offset, visit }) {
      if (visit !== undefined) await takeVisit(means, participation, `visit/${visit}/before`);
      await moveRowClock(pool, participation, offset);
      const run = await runs.bringUp(workflowIdOf(participation), offset);
      if (visit !== undefined) await takeVisit(means, participation, `visit/${visit}/after`);
      await lookAfter(means, participation);
      const { phase, now } = await readRow(pool, participation);
      if (run === 'closed' && isOpen(phase)) throw workflowMissing();
      return now;
    },
    settle: (participation) => settled(pool, participation),
  };
}

/** A visit of this moment; its id makes it once. */
async function takeVisit({ pool, takeIn }: Means, participation: string, id: string): Promise<void> {
  const { customerId, now } = await readRow(pool, participation);
  await takeIn([
    {
      source: OWN_SOURCE,
      id,
      type: 'selfservice.visited',
      time: new Date(now).toISOString(),
      subject: customerId,
      data: { participationId: participation },
      participationId: participation,
    },
  ]);
}

async function readRow(pool: Pool, participation: string): Promise<SweptRow> {
  const [row] = await readRows(pool, [participation]);
  if (!row) throw new UnknownParticipationError();
  return row;
}

function workflowMissing(): ApplicationFailure {
  const message =
    'the workflow is closed but its participation is not: reset it in the Web UI, then try again';
  return ApplicationFailure.nonRetryable(message, 'WorkflowMissing');
}
