import type { Channel } from '../../src/domain/messages/kinds.js';
import type { Carrier, Delivery } from './carrier.js';
import type { Tried } from './carrier-breaker.js';
import type { DueMessage } from './due-messages.js';
import type { MessageOutcome } from './outcomes.js';

/** Few SMS are delivered sooner; asking then would only mean asking again. */
export const DELIVERED_AFTER_MS = 10_000;
const PATIENCE_MS = 10_000;
const SHORTEST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** With growing pauses over about three days; later an SMS centre knows nothing new. */
const MOST_QUESTIONS = 80;

/** Asks whether a message that was sent has arrived. Throws what its carrier throws. */
export async function askAfter(
  message: DueMessage,
  channel: Channel,
  carriers: Readonly<Record<Channel, Carrier>>,
): Promise<Tried> {
  if (message.reference === null) return { outcome: { state: 'ask-again' } };
  const delivery = await carriers[channel].deliveryOf(message.reference, { timeoutMs: PATIENCE_MS });
  return { outcome: told(message, delivery), answered: delivery !== 'unanswered' };
}

function told(message: DueMessage, delivery: Delivery): MessageOutcome {
  switch (delivery) {
    case 'delivered':
      return { state: 'delivered' };
    case 'failed':
      return { state: 'failed', reason: 'It could not be delivered' };
    case 'under-way':
    case 'unknown':
    case 'unanswered':
      return askAgain(message);
  }
}

/** After a pause, or not any more after too many questions. */
export function askAgain({ claims, attempts, waits }: DueMessage): MessageOutcome {
  const asked = claims - attempts - waits;
  if (asked >= MOST_QUESTIONS) return { state: 'ask-again' };
  return { state: 'ask-again', inMs: Math.min(SHORTEST_PAUSE_MS * 2 ** asked, LONGEST_PAUSE_MS) };
}
