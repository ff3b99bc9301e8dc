import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from '../../src/domain/messages/kinds.js';
import { isSwitchedOff } from '../../src/domain/messages/policy.js';
import type { Programmes } from '../../prisma/programmes.js';
import { askAfter, askAgain } from './asking-after.js';
import { CarrierBreaker } from './carrier-breaker.js';
import { decide, type DecidingMeans } from './deciding.js';
import { claimDue, type DueMessage } from './due-messages.js';
import { keptBack, type MessageOutcome, setBack, waiting, writeOutcome } from './outcomes.js';
import type { SendPermits } from './send-permits.js';
import { tryOnce, type TryingMeans } from './trying.js';

/** What sending needs. */
export interface SendingMeans extends DecidingMeans, TryingMeans {
  readonly programmes: Programmes;
  /** How many may leave a second. */
  readonly permits: Pick<SendPermits, 'take'>;
  /** Hears what became of a message, or of one try. */
  readonly onOutcome?: (outcome: MessageOutcome) => void;
  /** Hears each time that the messages of this channel begin to wait because nobody answers. */
  readonly onAway?: (channel: Channel) => void;
  /** Hears of a message that could not be dealt with for a reason that nobody foresaw. */
  readonly onError: (message: DueMessage, error: unknown) => void;
}

const LONGEST_WAIT_MS = 3_600_000;
/** For its turn within this time a message keeps its claim; so often it asks again, far within the lease. */
const SHORT_WAIT_MS = 1_000;
const MOST_TURNS = 5;
/** However late its turn comes, so often it asks: what is due within a minute is under way to its wave, which invites nobody more meanwhile. */
const LONGEST_TURN_MS = 45_000;
const AT_A_TIME = 40;
/** Those that come free within this time are filled by one claim, which costs about as much for ten as for one. */
const GATHER_MS = 25;

/** Sends what is due, as the gate decides at this moment, and asks after what was sent. Any number of senders may run. */
export class Sending {
  private readonly underWay = new Set<Promise<void>>();
  private readonly breakers: Readonly<Record<Channel, CarrierBreaker>>;

  constructor(
    private readonly means: SendingMeans,
    private readonly now: () => number = Date.now,
  ) {
    const breaker = (channel: Channel) => new CarrierBreaker(() => means.onAway?.(channel));
    this.breakers = { sms: breaker('sms'), email: breaker('email') };
  }

  /** Takes up what is due as far as there is room, and does not wait for slow ones; answers how many. Throws what PostgreSQL throws. */
  async round(): Promise<number> {
    if (this.underWay.size >= AT_A_TIME) {
      await Promise.race(this.underWay);
      await sleep(GATHER_MS);
    }
    const due = await claimDue(this.means.pool, AT_A_TIME - this.underWay.size);
    for (const message of due) {
      const dealing: Promise<void> = this.dealSafely(message).finally(() => this.underWay.delete(dealing));
      this.underWay.add(dealing);
    }
    return due.length;
  }

  /** Resolves when nothing is under way any more. */
  async settle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** One message that cannot be dealt with holds no other up: it is tried again with pauses, and given up for all to see. */
  private async dealSafely(message: DueMessage): Promise<void> {
    const outcome = await this.deal(message).catch((error: unknown) => this.unforeseen(message, error));
    try {
      // once more, as an e-mail of which this is not known may be sent twice
      await this.write(message, outcome).catch(() => this.write(message, outcome));
    } catch (error) {
      // it is due again after the lease, as one that may have arrived
      this.means.onError(message, error);
    }
  }

  /** Nothing is known of how far it came. */
  private unforeseen(message: DueMessage, error: unknown): MessageOutcome {
    this.means.onError(message, error);
    if (message.state === 'sent') return askAgain(message);
    return setBack(message, { reason: `It could not be sent (${nameOf(error)})` });
  }

  private async deal(message: DueMessage, turns = MOST_TURNS): Promise<MessageOutcome> {
    const { state, channel } = message;
    if (state === 'sent' && channel)
      return this.breakers[channel].run(() => askAfter(message, channel, this.means.carriers));
    const { programmes, pool } = this.means;
    const { definition } = await programmes(message.programme.code, message.programme.version, pool);
    if (isSwitchedOff(definition, message.kind)) return keptBack(message, 'switched-off');
    const now = this.nowOf(message);
    const decision = await decide(this.means, message, definition, now);
    if (decision.do === 'suppress') return keptBack(message, decision.because);
    if (decision.do === 'wait') return waiting(Math.min(decision.until - now, LONGEST_WAIT_MS));
    const breaker = this.breakers[decision.channel];
    const shutMs = breaker.shutForMs();
    if (shutMs > 0) return waiting(shutMs);
    const waitMs = await this.means.permits.take(decision.channel);
    if (waitMs > SHORT_WAIT_MS || (waitMs > 0 && turns === 0))
      return waiting(Math.min(waitMs, LONGEST_TURN_MS));
    if (waitMs > 0) {
      await sleep(waitMs);
      // decided anew, as somebody may have opted out meanwhile
      return this.deal(message, turns - 1);
    }
    const to = { ...decision, now, clock: this.now };
    return breaker.run(() => tryOnce(this.means, message, definition, to));
  }

  private nowOf({ clockOffset }: DueMessage): number {
    return this.now() + clockOffset;
  }

  private async write(message: DueMessage, outcome: MessageOutcome): Promise<void> {
    await writeOutcome(this.means.pool, message, outcome, this.nowOf(message));
    this.means.onOutcome?.(outcome);
  }
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : typeof error;
}
