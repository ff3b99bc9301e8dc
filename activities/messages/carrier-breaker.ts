import type { Milliseconds } from '../../src/domain/terms.js';
import { type MessageOutcome, waiting } from './outcomes.js';

/** What a try came to, and whether somebody answered; absent where nobody was asked. */
export interface Tried {
  readonly outcome: MessageOutcome;
  readonly answered?: boolean;
}

/** So many that nobody answered, one after the other, mean that whoever delivers is away. */
const MOST_UNANSWERED = 5;
/** So often one message finds out whether somebody answers again. */
const ASK_AGAIN_AFTER_MS = 30_000;

/**
 * Keeps the messages of one channel from standing in the way of the other's while nobody answers: they wait, and one at a time finds out.
 * The circuit breakers to be had make the others wait for that one, and take whatever does not fail for an answer.
 */
export class CarrierBreaker {
  private unanswered = 0;
  private shutUntil = -Infinity;
  private findingOut = false;

  /** `onAway` hears each time that this channel begins to wait, or goes on to. */
  constructor(
    private readonly onAway?: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** How long nothing is to be tried. */
  shutForMs(): Milliseconds {
    if (this.unanswered < MOST_UNANSWERED) return 0;
    return this.findingOut ? ASK_AGAIN_AFTER_MS : Math.max(0, this.shutUntil - this.now());
  }

  /** What this try came to; a wait, without trying, while nobody answers. Throws what the try throws. */
  async run(attempt: () => Promise<Tried>): Promise<MessageOutcome> {
    const shutMs = this.shutForMs();
    if (shutMs > 0) return waiting(shutMs);
    const findsOut = this.unanswered >= MOST_UNANSWERED;
    this.findingOut = findsOut;
    try {
      const { outcome, answered } = await attempt();
      if (answered !== undefined) this.hear(answered);
      return outcome;
    } finally {
      if (findsOut) this.findingOut = false;
    }
  }

  private hear(answered: boolean): void {
    this.unanswered = answered ? 0 : this.unanswered + 1;
    if (this.unanswered < MOST_UNANSWERED) return;
    this.shutUntil = this.now() + ASK_AGAIN_AFTER_MS;
    this.onAway?.();
  }
}
