import type { Pool, PoolClient } from 'pg';
import type { Proposal } from '../../src/domain/decide.js';
import type { Fact } from '../../src/domain/facts.js';
import { judge } from '../../src/domain/judge.js';
import type { Milliseconds } from '../../src/domain/terms.js';
import type { Journal, Recorded, Stored, StepProposal } from '../../workflows/contract/participation.js';
import type { QuickTry } from '../grants/quick-try.js';
import { inTransaction } from '../../prisma/transaction.js';
import { refuseForeign, refuseUnsaid } from './foreign.js';
import { type FindEvidence, type Unproven, unproven } from './inbox.js';
import { lockRow, type LockedRow } from './locked-row.js';
import { hasUndelivered, writeWaiting } from './undelivered.js';
import { writeOutcomes, writeStep } from './write-step.js';

/** PostgreSQL lacks steps that the workflow has seen stored: it was restored from an older backup than Temporal's. */
export class MissingStepError extends Error {
  override readonly name = 'MissingStepError';
  constructor(n: number, steps: number) {
    super(`step ${n} cannot follow step ${steps}: restore the steps in between, then this goes on by itself`);
  }
}

/** What a journal is kept with. */
export interface Journaling {
  readonly pool: Pool;
  readonly quickTry: QuickTry;
  readonly evidence: FindEvidence;
  /** Hears of deliveries that the inbox does not hold, and of those that say something else there. */
  readonly onUnproven: (unproven: Unproven) => void;
  /** How long nobody else tries the grants of a step after it. */
  readonly firstTryMs: Milliseconds;
}

/** Writes steps to PostgreSQL, each once, and tries at once to credit the grants they hold (design, "The step is the arbiter"). */
export function createJournal(journaling: Journaling): Journal {
  const { pool, quickTry } = journaling;
  return {
    async record(step) {
      const recorded = await inTransaction(pool, (client) => recordIn(client, journaling, step));
      if ('undelivered' in recorded || recorded.adopted || recorded.uncredited.length === 0) return recorded;
      return { ...recorded, uncredited: await quickTry(recorded.uncredited) };
    },
  };
}

async function recordIn(client: PoolClient, journaling: Journaling, step: StepProposal): Promise<Recorded> {
  const { participation, proposal } = step;
  const row = await lockRow(
    client,
    participation,
    proposal.outcomes.map(({ delivery }) => delivery),
  );
  if (row.steps >= step.n) return storedStep(client, step);
  if (row.steps < step.n - 1) throw new MissingStepError(step.n, row.steps);
  const unfit = await unfitIn(client, journaling, step, row);
  if (unfit) return unfit;
  const judged = judge(proposal, step.state, row.visits, step.terms);
  if (judged.closes && (await hasUndelivered(client, participation, judged.outcomes))) {
    await writeWaiting(client, step);
    return { undelivered: true };
  }
  return write(client, step, judged, row, journaling.firstTryMs);
}

/**
 * What was heard again, as after a reset, or is not what the inbox says: what became of a delivery is not decided anew, and the step is to be proposed
 * without it. Undefined where the inbox bears all of it out. Throws ForeignWorkflowError.
 */
async function unfitIn(
  client: PoolClient,
  { evidence, onUnproven }: Journaling,
  step: StepProposal,
  row: LockedRow,
): Promise<Stored | undefined> {
  const { facts, outcomes, recordedAt } = step.proposal;
  refuseUnsaid(step.proposal);
  if (outcomes.length === 0 && !facts.some(({ type }) => type === 'granted')) return undefined;
  const held = await evidence(client, row);
  refuseForeign(step, row, held.terms);
  const found = unproven(step, row, held);
  const forgotten = [
    ...row.decided,
    ...found.unknown,
    ...found.corrected.flatMap(({ delivery }) => delivery ?? []),
  ];
  if (forgotten.length === 0) return undefined;
  if (forgotten.length > row.decided.length) onUnproven(found);
  return { facts: [], recordedAt, uncredited: [], decided: forgotten, corrected: found.corrected };
}

async function write(
  client: PoolClient,
  step: StepProposal,
  judged: Proposal,
  row: LockedRow,
  firstTryMs: Milliseconds,
): Promise<Stored> {
  const { facts, recordedAt } = judged;
  const uncredited = facts.length > 0 ? await writeStep(client, step, judged, row, firstTryMs) : [];
  if (facts.length === 0) await writeOutcomes(client, judged.outcomes);
  return { facts, recordedAt, uncredited };
}

async function storedStep(client: PoolClient, { participation, n }: StepProposal): Promise<Stored> {
  const { rows } = await client.query<{ facts: Fact[]; recorded_at: Date; uncredited: string[] }>(
    `select facts, recorded_at, array(
       select id::text from "grant" g where g.participation_id = s.participation_id and g.step = s.n and state = 'pending'
     ) as uncredited
     from step s where participation_id = $1 and n = $2`,
    [participation, n],
  );
  const stored = rows[0];
  if (!stored) throw new MissingStepError(n, n - 1);
  const { facts, recorded_at, uncredited } = stored;
  return { facts, recordedAt: recorded_at.getTime(), adopted: true, uncredited };
}
