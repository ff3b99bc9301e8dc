import type { Phase } from '../phase.js';
import type { Instant } from '../terms.js';
import { type Channel, isAdvertising, type MessageKind, TRUE_IN } from './kinds.js';
import { type LegalBasis, permitsAdvertising } from './legal-basis.js';
import { opensAt, type SendWindow } from './send-window.js';

/** What the gate has to know of one message, as it is at the moment of sending. Instants are on the participation's clock. */
export interface Pending {
  readonly kind: MessageKind;
  readonly channel: Channel;
  /** On what ground this channel's address may be used; absent when there is no address. */
  readonly basis?: LegalBasis;
  /** The address is none that this release reads as one. */
  readonly unreadable?: true;
  /** Which messages the address has opted out of; STOP means all. */
  readonly optedOut?: 'advertising' | 'all';
  /** The customer has asked to be erased: nothing is said to them any more, of either kind. */
  readonly erasing?: true;
  readonly phase: Phase;
  /** From then on the text is no longer true, whatever the phase: the invitation's end, or a visit that closed the gap it warns of. */
  readonly trueUntil?: Instant;
}

/** What limits all messages alike. Without a window there is none. */
export interface Limits {
  readonly window?: SendWindow;
  /** Advertising that one customer may get within seven days, over all programmes. */
  readonly advertisingPerWeek: number;
  /** When this customer got advertising, in any order. */
  readonly advertisedAt: readonly Instant[];
}

/** Why a message is never sent. */
export type SuppressedBecause =
  | 'erased'
  | 'no-address'
  /** There is one, but nobody can tell whose it is. */
  | 'unreadable-address'
  | 'opted-out'
  | 'no-legal-basis'
  | 'no-longer-true'
  /** The programme does not send it: its kind is off, or no advertising at all is allowed in a week. */
  | 'switched-off'
  | 'window-shut';

/** What to do with a message now. */
export type Verdict =
  | { readonly do: 'send' }
  | { readonly do: 'wait'; readonly until: Instant }
  | { readonly do: 'suppress'; readonly because: SuppressedBecause };

/** The time over which advertising is counted. */
export const WEEK = 7 * 86_400_000;

/** Decides over one message at this instant; it is asked again when a wait is over, with what is known then. */
export function gate(message: Pending, limits: Limits, now: Instant): Verdict {
  const because = suppression(message, now);
  if (because) return { do: 'suppress', because };
  const allowed = isAdvertising(message.kind) ? nextAdvertising(limits, now) : now;
  if (allowed === undefined) return { do: 'suppress', because: 'switched-off' };
  const at = limits.window ? opensAt(limits.window, allowed) : allowed;
  if (at === undefined) return { do: 'suppress', because: 'window-shut' };
  if (message.trueUntil !== undefined && at >= message.trueUntil)
    return { do: 'suppress', because: 'no-longer-true' };
  return at <= now ? { do: 'send' } : { do: 'wait', until: at };
}

function suppression(message: Pending, now: Instant): SuppressedBecause | undefined {
  const { kind, basis, unreadable, optedOut, erasing } = message;
  if (erasing) return 'erased';
  if (!basis) return 'no-address';
  if (unreadable) return 'unreadable-address';
  if (optedOut === 'all' || (optedOut === 'advertising' && isAdvertising(kind))) return 'opted-out';
  if (isAdvertising(kind) && !permitsAdvertising(basis, now)) return 'no-legal-basis';
  return isTrue(message, now) ? undefined : 'no-longer-true';
}

function isTrue({ kind, phase, trueUntil }: Pending, now: Instant): boolean {
  const phases = TRUE_IN[kind];
  if (phases !== 'always' && !phases.includes(phase)) return false;
  return trueUntil === undefined || now < trueUntil;
}

/** The instant from which one more fits into seven days: when the newest that fills them has become that old; undefined where none ever does. */
function nextAdvertising({ advertisingPerWeek, advertisedAt }: Limits, now: Instant): Instant | undefined {
  if (advertisingPerWeek < 1) return undefined;
  const newestFirst = [...advertisedAt].sort((one, other) => other - one);
  const filling = newestFirst[advertisingPerWeek - 1];
  return filling === undefined ? now : Math.max(now, filling + WEEK);
}
