import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhenResult,
} from 'cockatiel';
import { type MessageOutcome, waiting } from './outcomes.js';

/** So many that nobody answered, one after the other, mean that whoever delivers is away. */
const MOST_UNANSWERED = 5;
/** So often one message finds out whether somebody answers again. */
const ASK_AGAIN_AFTER_MS = 30_000;

/** Keeps the messages of one channel from standing in the way of the other's while nobody answers: they wait, and one at a time finds out. */
export class CarrierBreaker {
  private readonly breaker = circuitBreaker(handleWhenResult(isUnanswered), {
    breaker: new ConsecutiveBreaker(MOST_UNANSWERED),
    halfOpenAfter: ASK_AGAIN_AFTER_MS,
  });

  /** `onAway` hears each time that this channel begins to wait. */
  constructor(onAway?: () => void) {
    this.breaker.onStateChange((state) => state === CircuitState.Open && onAway?.());
  }

  /** What this try came to; a wait, without trying, while nobody answers. Throws what the try throws. */
  async run(attempt: () => Promise<MessageOutcome>): Promise<MessageOutcome> {
    // it would make all others wait here for the one that finds out
    if (this.breaker.state === CircuitState.HalfOpen) return waiting(ASK_AGAIN_AFTER_MS);
    try {
      return await this.breaker.execute(attempt);
    } catch (error) {
      if (error instanceof BrokenCircuitError) return waiting(ASK_AGAIN_AFTER_MS);
      throw error;
    }
  }
}

function isUnanswered(outcome: unknown): boolean {
  return (outcome as { unanswered?: true }).unanswered === true;
}
