import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { factOf } from '../../src/domain/decide.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Message } from '../../src/domain/message.js';
import type { Terms } from '../../src/domain/terms.js';
import { messageOf, type Told } from '../../src/domain/told.js';
import type { CallHash } from '../../prisma/call-hash.js';
import type { Programmes } from '../../prisma/programmes.js';
import type { StepProposal } from '../../workflows/contract/participation.js';
import type { LockedRow } from './locked-row.js';

/** What a step is held against: the terms that the participation is pinned to, and what its deliveries say. */
export interface Evidence {
  readonly terms: Terms;
  readonly read: (told: Told) => Message | undefined;
}

/** Gives the evidence for this participation. Throws UnreadableProgrammeError. */
export type FindEvidence = (client: PoolClient, row: LockedRow) => Promise<Evidence>;

/** Reads deliveries as the relay does. */
export function evidenceOf(programmes: Programmes, hash: CallHash): FindEvidence {
  return async (client, { programme, invitedAt }) => {
    const { definition, terms } = await programmes(programme.code, programme.version, client);
    return { terms, read: (told) => messageOf(told, { invitedAt, definition, hash }) };
  };
}

/** What a step was made of that the inbox does not bear out. */
export interface Unproven {
  /** Deliveries that the inbox does not hold for this participation, or that say nothing to it. */
  readonly unknown: readonly string[];
  /** What the inbox says where something else was heard. */
  readonly corrected: readonly Message[];
}

/**
 * Holds what a step was made of against the inbox: whoever may write to Temporal can send signals, but nobody is paid for what no event says. A
 * cancellation in the Web UI alone has no delivery.
 */
export function unproven(
  step: StepProposal,
  { decided, undecided }: LockedRow,
  { read }: Evidence,
): Unproven {
  const inbox = new Map(undecided.map((each) => [each.delivery, read(each)]));
  const heard = heardIn(step);
  const settled = new Set(decided);
  const [unknown, corrected]: [string[], Message[]] = [[], []];
  for (const { delivery } of step.proposal.outcomes) {
    const says = inbox.get(delivery);
    const claimed = heard.get(delivery);
    if (settled.has(delivery)) continue;
    if (!says) unknown.push(delivery);
    else if (claimed && !isDeepStrictEqual(claimed, factOf(says, step.terms))) corrected.push(says);
  }
  return { unknown, corrected };
}

/** What was heard, by its delivery, as the fact that it is or would be. */
function heardIn({ proposal, ignored = [], terms }: StepProposal): ReadonlyMap<string, Fact> {
  const facts = proposal.facts.filter(({ type }) => type !== 'granted');
  const heard = [...facts, ...ignored.map((message) => factOf(message, terms))];
  return new Map(
    heard.flatMap((fact) =>
      'delivery' in fact && fact.delivery !== undefined ? [[fact.delivery, fact]] : [],
    ),
  );
}
