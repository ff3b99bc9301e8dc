import type { Channel } from '../../src/domain/messages/kinds.js';
import type { Carrier } from './carrier.js';
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
  { channel, reference, claims, attempts }: DueMessage,
  carriers: Readonly<Record<Channel, Carrier>>,
): Promise<MessageOutcome> {
  const asked = claims - attempts;
  if (!channel || reference === null) return { state: 'ask-again' };
  const delivery = await carriers[channel].deliveryOf(reference, { timeoutMs: PATIENCE_MS });
  if (delivery === 'delivered') return { state: 'delivered' };
  if (delivery === 'failed') return { state: 'failed', reason: 'It could not be delivered' };
  if (asked >= MOST_QUESTIONS) return { state: 'ask-again' };
  return { state: 'ask-again', inMs: Math.min(SHORTEST_PAUSE_MS * 2 ** asked, LONGEST_PAUSE_MS) };
}
