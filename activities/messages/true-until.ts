import type { Definition } from '../../src/domain/definition.js';
import { milliseconds } from '../../src/domain/duration.js';
import type { Instant } from '../../src/domain/terms.js';
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

/** Until when a visit keeps a warned customer in: the drop comes no earlier than the breach, nor than its time after the warning (R9). */
export function visitBy({ lastVisitAt, warnedAt }: DueMessage, { visits }: Definition): Instant | undefined {
  if (!lastVisitAt || !visits) return undefined;
  const breach = lastVisitAt.getTime() + milliseconds(visits.atLeastEvery);
  if (!warnedAt) return breach;
  const grace = milliseconds(visits.atLeastEvery) - milliseconds(visits.warnAfter);
  return Math.max(breach, warnedAt.getTime() + grace);
}
