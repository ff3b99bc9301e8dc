import { type Definition, termsOf } from '../../src/domain/definition.js';
import type { Instant } from '../../src/domain/terms.js';
import { visitDueAt } from '../../src/domain/visits.js';
import type { DueMessage } from './due-messages.js';

/** From when on what a message says no longer holds, whatever the phase: undefined where only the phase decides. */
export function trueUntilOf(message: DueMessage, definition: Definition): Instant | undefined {
  const { kind, cause, invitationEndsAt, quietEndsAt, lastVisitAt, superseded } = message;
  if (superseded) return -Infinity;
  switch (kind) {
    case 'invitation':
    case 'reminder':
      return invitationEndsAt.getTime();
    case 'half-way':
      return quietEndsAt?.getTime();
    case 'inactivity-warning':
      return lastVisitAt && lastVisitAt.getTime() > Date.parse(cause)
        ? -Infinity
        : visitBy(message, definition);
    default:
      return undefined;
  }
}

type VisitsTold = Pick<DueMessage, 'lastVisitAt' | 'warnedFor' | 'warnedAt' | 'quietEndsAt' | 'programme'>;

/** Until when the next visit keeps this customer in (R9). */
export function visitBy(message: VisitsTold, definition: Definition): Instant | undefined {
  const { lastVisitAt, warnedFor, warnedAt, quietEndsAt, programme } = message;
  if (!lastVisitAt || !quietEndsAt) return undefined;
  const visits = {
    lastVisitAt: lastVisitAt.getTime(),
    ...(warnedFor && { warnedFor: warnedFor.getTime() }),
    ...(warnedAt && { warnedAt: warnedAt.getTime() }),
  };
  return visitDueAt(visits, termsOf(definition, programme.version), quietEndsAt.getTime());
}
