import type { Pool } from 'pg';
import type { Definition } from '../../src/domain/definition.js';
import { WEEK } from '../../src/domain/messages/gate.js';
import { type Channel, isAdvertising } from '../../src/domain/messages/kinds.js';
import { advertisingPerWeek, textOf } from '../../src/domain/messages/policy.js';
import type { Instant } from '../../src/domain/terms.js';
import { compose } from '../../src/domain/messages/texts.js';
import { newInvitationToken } from '../../prisma/invitation-links.js';
import { DELIVERED_AFTER_MS } from './asking-after.js';
import { beginTry, HAND_OVER_WITHIN_MS } from './begin-try.js';
import type { Carried, Carrier } from './carrier.js';
import type { Tried } from './carrier-breaker.js';
import type { DueMessage } from './due-messages.js';
import { type LinkBase, linksOf } from './links.js';
import { keptBack, type MessageOutcome, setBack, waiting } from './outcomes.js';
import { type Sender, valuesOf } from './values-of.js';

/** What one try needs. */
export interface TryingMeans extends LinkBase {
  readonly pool: Pool;
  readonly carriers: Readonly<Record<Channel, Carrier>>;
  readonly sender: Sender;
  /** Hears of what waiting does not mend: address or credentials of whoever delivers. */
  readonly onAlarm?: (channel: Channel, reason: string) => void;
}

/** Where a try goes, and when: `now` on the participation's clock, `clock` the wall's. */
interface Towards {
  readonly channel: Channel;
  readonly address: string;
  readonly now: Instant;
  readonly clock: () => Instant;
}

/**
 * Composes this message as it is true at `now` (participation's clock) and hands it over once, with an invitation link of its own;
 * answers what came of it. Throws what PostgreSQL throws.
 */
export async function tryOnce(
  means: TryingMeans,
  message: DueMessage,
  definition: Definition,
  { channel, address, now, clock }: Towards,
): Promise<Tried> {
  const carrier = means.carriers[channel];
  const { patienceMs } = carrier;
  const repeats = message.mayHaveArrived && !carrier.looksUp;
  if (repeats && message.mayRepeat)
    return { outcome: keptBack(message, 'the mail server did not answer twice') };
  const { token, tokenHash } = newInvitationToken();
  const links = linksOf(means, message, { channel, address, token });
  const values = valuesOf(message, definition, { channel, now }, means.sender, links);
  const composed = compose(textOf(definition, message.language, message.kind), channel, values);
  const cap = isAdvertising(message.kind) && { most: advertisingPerWeek(definition), within: WEEK };
  // before the claim is prolonged, so that it holds at least so long from here
  const deadline = clock() + HAND_OVER_WITHIN_MS;
  const begun = await beginTry(means.pool, message, {
    channel,
    patienceMs,
    repeats,
    tokenHash,
    ...(cap && { cap }),
  });
  if (!begun) return { outcome: waiting(LOOK_AGAIN_MS) };
  if (clock() > deadline) return { outcome: tooLate(message) };
  const unsubscribe = channel === 'email' && { unsubscribeUrl: links.optOutLink };
  const carried = await carrier.carry(
    { id: message.id, to: address, ...composed, ...unsubscribe },
    { again: message.mayHaveArrived, timeoutMs: patienceMs },
  );
  if (carried.state === 'pending' && carried.alarm) means.onAlarm?.(channel, carried.reason);
  const answered = carried.state !== 'pending' || !carried.unanswered;
  return { outcome: outcomeOf(message, carried, carrier), answered };
}

/** Whoever came first has sent something meanwhile, and the gate will say so. */
const LOOK_AGAIN_MS = 1_000;

/** Nothing has left; where another sender has claimed it meanwhile this is not even written. */
function tooLate(message: DueMessage): MessageOutcome {
  const { mayHaveArrived } = message;
  return setBack(message, { reason: 'Its sender was too late to hand it over', mayHaveArrived });
}

function outcomeOf(message: DueMessage, carried: Carried, { looksUp }: Carrier): MessageOutcome {
  // where it cannot be looked up, nothing that comes later tells of an earlier try
  const mayHaveArrived = message.mayHaveArrived && !looksUp;
  switch (carried.state) {
    case 'sent':
      return { ...carried, ...(looksUp && { askInMs: DELIVERED_AFTER_MS }) };
    case 'refused':
      return { state: 'failed', reason: carried.reason, mayHaveArrived };
    case 'pending': {
      const { reason } = carried;
      return setBack(message, { reason, mayHaveArrived: mayHaveArrived || carried.mayHaveArrived });
    }
  }
}
