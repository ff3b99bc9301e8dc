import { isDeepStrictEqual } from 'node:util';
import type { Proposal } from '../../src/domain/decide.js';
import type { Fact } from '../../src/domain/facts.js';
import { type Instant, milestone, type Terms } from '../../src/domain/terms.js';
import type { StepProposal } from '../../workflows/contract/participation.js';
import type { LockedRow } from './locked-row.js';

/** A workflow that does not go on from what is recorded, as one that somebody has started by hand. It is never paid, and waits until it is ended. */
export class ForeignWorkflowError extends Error {
  override readonly name = 'ForeignWorkflowError';
  constructor(what: string) {
    super(
      `${what}: was this workflow started by hand? Terminate it, and reset the one that was there before`,
    );
  }
}

/**
 * Throws ForeignWorkflowError for a step that would pay by other terms than the participation's, or for what is not recorded of it: state and terms of a
 * workflow are what it was started with.
 */
export function refuseForeign({ state, proposal }: StepProposal, row: LockedRow, terms: Terms): void {
  if (!proposal.facts.some(({ type }) => type === 'granted')) return;
  const { registration, reached } = state;
  const recorded: Recorded = {
    registeredAt: row.registeredAt,
    quietEndsAt: row.quietEndsAt,
    reached: row.reached,
  };
  const claimed: Recorded = {
    registeredAt: registration?.time,
    quietEndsAt: registration?.quietEndsAt,
    reached,
  };
  if (!isDeepStrictEqual(claimed, recorded))
    throw new ForeignWorkflowError('Registration and milestones are not the recorded ones');
  if (!proposal.facts.every((fact) => paysAs(terms, fact)))
    throw new ForeignWorkflowError("It pays by other terms than the participation's");
}

/** Throws ForeignWorkflowError for a step made of what somebody would have had to say, and nobody did. */
export function refuseUnsaid({ facts }: Proposal): void {
  if (facts.some(isUnsaid)) throw new ForeignWorkflowError('It heard what no delivery brought');
}

interface Recorded {
  readonly registeredAt: Instant | undefined;
  readonly quietEndsAt: Instant | undefined;
  readonly reached: Readonly<Record<string, Instant>>;
}

/** A cancellation in the Web UI alone has no delivery. */
function isUnsaid(fact: Fact): boolean {
  switch (fact.type) {
    case 'granted':
    case 'quiet-period-over':
    case 'completed':
    case 'ended':
      return false;
    case 'stopped':
      return fact.delivery === undefined && fact.reason !== 'left';
    default:
      return fact.delivery === undefined;
  }
}

function paysAs(terms: Terms, fact: Fact): boolean {
  if (fact.type !== 'granted') return true;
  return fact.megabytes === (milestone(terms, fact.code)?.reward ?? terms.quietReward).megabytes;
}
