import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Definition } from '../../src/domain/definition.js';
import { gate, type Limits, type Pending, type Verdict, WEEK } from '../../src/domain/messages/gate.js';
import { type Channel, isAdvertising } from '../../src/domain/messages/kinds.js';
import {
  advertisingPerWeek,
  channelsOf,
  isSwitchedOff,
  sendWindowOf,
  textOf,
} from '../../src/domain/messages/policy.js';
import { compose } from '../../src/domain/messages/texts.js';
import { addressHash, optOutOf } from '../../prisma/opt-outs.js';
import type { Programmes } from '../../prisma/programmes.js';
import { countAsAdvertising } from './advertising.js';
import type { Carried, Carrier } from './carrier.js';
import {
  beginTry,
  claimDue,
  type ContactPoint,
  type DueMessage,
  type MessageOutcome,
  writeOutcome,
} from './due-messages.js';
import type { SendRates } from './send-rates.js';
import { trueUntilOf } from './true-until.js';
import { type Links, type Sender, valuesOf } from './values-of.js';

/** What sending needs. */
export interface SendingMeans {
  readonly pool: Pool;
  readonly programmes: Programmes;
  readonly carriers: Readonly<Record<Channel, Carrier>>;
  readonly sender: Sender;
  /** Of the keyed hashes of addresses. */
  readonly hashKey: string;
  /** Whether the programmes' send windows are kept to. */
  readonly keepsWindows: boolean;
  /** How many may leave a second. */
  readonly rates: Pick<SendRates, 'take'>;
  /** Makes the links of one try. */
  readonly links: (message: DueMessage, channel: Channel, address: string) => Promise<Links>;
  /** Hears what became of a message, or of one try. */
  readonly onOutcome?: (outcome: MessageOutcome) => void;
  /** Hears of what waiting does not mend: address or credentials of whoever delivers. */
  readonly onAlarm?: (channel: Channel, reason: string) => void;
  /** Hears of a message that could not be dealt with for a reason that nobody foresaw. */
  readonly onError: (message: DueMessage, error: unknown) => void;
}

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const AT_A_TIME = 40;
/** Those that come free within this time are filled by one claim, which costs about as much for ten as for one. */
const GATHER_MS = 25;
/** Few SMS are delivered sooner; asking then would only mean asking again. */
const DELIVERED_AFTER_MS = 10 * SECOND;
/** By then whoever has not answered has either taken the message or lost it, so that looking it up tells which. */
const SETTLED_AFTER_MS = 30 * SECOND;
/** Over about a day; whatever still fails then is given up, for all to see. */
const MOST_TRIES = 30;
/** With growing pauses over about three days; later an SMS centre knows nothing new. */
const MOST_QUESTIONS = 80;

type Candidate = { readonly channel: Channel; readonly point?: ContactPoint; readonly verdict: Verdict };

/** Sends what is due, as the gate decides at this moment, and asks after what was sent. Any number of senders may run. */
export class Sending {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly means: SendingMeans,
    private readonly now: () => number = Date.now,
  ) {}

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
    try {
      await this.deal(message);
    } catch (error) {
      this.means.onError(message, error);
      await this.write(
        message,
        this.setback(message, `It could not be sent (${nameOf(error)})`, message.mayHaveArrived),
      ).catch(
        (failure: unknown) => this.means.onError(message, failure), // it is due again after the lease
      );
    }
  }

  private async deal(message: DueMessage): Promise<void> {
    if (message.state === 'sent') return this.askAfter(message);
    const { definition } = await this.means.programmes(message.programme.code, message.programme.version);
    const now = this.nowOf(message);
    if (isSwitchedOff(definition, message.kind)) return this.keepBack(message, 'switched-off');
    const { channel, point, verdict } = choose(await this.candidates(message, definition, now));
    if (verdict.do === 'suppress') return this.keepBack(message, verdict.because);
    if (verdict.do === 'wait')
      return this.write(message, { state: 'waiting', inMs: Math.min(verdict.until - now, HOUR) });
    if (!point) return;
    const waitMs = await this.means.rates.take(channel);
    if (waitMs > 0) return this.write(message, { state: 'waiting', inMs: waitMs });
    if (!(await this.mayAdvertise(message, definition)))
      return this.write(message, { state: 'waiting', inMs: SECOND });
    await this.send(message, definition, channel, point.value);
  }

  /** What may have arrived already is not called unsent. */
  private keepBack(message: DueMessage, because: string): Promise<void> {
    const at = this.nowOf(message);
    if (!message.mayHaveArrived) return this.write(message, { state: 'suppressed', reason: because, at });
    const reason = `It may have arrived, and is not tried again (${because})`;
    return this.write(message, { state: 'failed', reason, at });
  }

  /** Once tried on one channel it stays there, or the customer could get it on both. */
  private candidates(
    message: DueMessage,
    definition: Definition,
    now: number,
  ): Promise<readonly Candidate[]> {
    const limits = this.limitsOf(message, definition, now);
    const usable = message.channel === null ? channelsOf(definition) : [message.channel];
    return Promise.all(
      usable.map(async (channel) => {
        const point = message[channel] ?? undefined;
        const optedOut = point && (await this.optOutOf(channel, point.value));
        const pending = pendingOf(message, definition, channel, point, optedOut);
        return { channel, ...(point && { point }), verdict: gate(pending, limits, now) };
      }),
    );
  }

  /** The gate has counted already; this counts again where nobody else can count at the same time. */
  private async mayAdvertise(message: DueMessage, definition: Definition): Promise<boolean> {
    if (!isAdvertising(message.kind)) return true;
    return countAsAdvertising(this.means.pool, message, {
      most: advertisingPerWeek(definition),
      within: WEEK,
    });
  }

  private optOutOf(channel: Channel, address: string): Promise<Pending['optedOut']> {
    return optOutOf(this.means.pool, channel, addressHash(this.means.hashKey, channel, address));
  }

  /** Advertising is counted on the wall clock, the gate decides on the participation's. */
  private limitsOf({ advertisedAt, clockOffset }: DueMessage, definition: Definition, now: number): Limits {
    return {
      ...(this.means.keepsWindows && { window: sendWindowOf(definition, now) }),
      advertisingPerWeek: advertisingPerWeek(definition),
      advertisedAt: advertisedAt.map((at) => at.getTime() + clockOffset),
    };
  }

  private async send(
    message: DueMessage,
    definition: Definition,
    channel: Channel,
    to: string,
  ): Promise<void> {
    const carrier = this.means.carriers[channel];
    const { patienceMs } = carrier;
    const blind = message.mayHaveArrived && !carrier.looksUp;
    if (blind && message.mayRepeat) return this.keepBack(message, 'the mail server did not answer twice');
    const links = await this.means.links(message, channel, to);
    const values = valuesOf(message, definition, channel, this.means.sender, links);
    const composed = compose(textOf(definition, message.language, message.kind), channel, values);
    if (!(await beginTry(this.means.pool, message, channel, { repeats: blind, patienceMs }))) return;
    const carried = await carrier.carry(
      { id: message.id, to, ...composed, ...(channel === 'email' && { unsubscribeUrl: links.optOutLink }) },
      { again: message.mayHaveArrived, timeoutMs: patienceMs },
    );
    if (carried.state === 'pending' && carried.alarm) this.means.onAlarm?.(channel, carried.reason);
    await this.write(message, this.outcomeOf(message, carried, carrier));
  }

  private outcomeOf(message: DueMessage, carried: Carried, { looksUp }: Carrier): MessageOutcome {
    const at = this.nowOf(message);
    switch (carried.state) {
      case 'sent':
        return { ...carried, at, ...(looksUp && { askInMs: DELIVERED_AFTER_MS }) };
      case 'refused':
        return { state: 'failed', reason: carried.reason, at };
      case 'pending':
        return this.setback(message, carried.reason, carried.mayHaveArrived);
    }
  }

  private setback(message: DueMessage, reason: string, mayHaveArrived: boolean): MessageOutcome {
    if (Math.max(message.attempts, message.claims - message.waits - 1) + 1 >= MOST_TRIES)
      return { state: 'failed', reason, at: this.nowOf(message) };
    const pause = Math.min(5 * SECOND * 2 ** message.attempts, HOUR);
    return {
      state: 'again',
      reason,
      mayHaveArrived,
      inMs: mayHaveArrived ? Math.max(pause, SETTLED_AFTER_MS) : pause,
    };
  }

  private async askAfter(message: DueMessage): Promise<void> {
    const { channel, reference, claims, attempts } = message;
    if (!channel || reference === null) return;
    const delivery = await this.means.carriers[channel].deliveryOf(reference, { timeoutMs: 10 * SECOND });
    const at = this.nowOf(message);
    if (delivery === 'delivered') return this.write(message, { state: 'delivered', at });
    if (delivery === 'failed')
      return this.write(message, { state: 'failed', reason: 'It could not be delivered', at });
    const asked = claims - attempts;
    if (asked >= MOST_QUESTIONS) return this.write(message, { state: 'ask-again' });
    await this.write(message, { state: 'ask-again', inMs: Math.min(2 * SECOND * 2 ** asked, HOUR) });
  }

  private nowOf({ clockOffset }: DueMessage): number {
    return this.now() + clockOffset;
  }

  private async write(message: DueMessage, outcome: MessageOutcome): Promise<void> {
    await writeOutcome(this.means.pool, message, outcome);
    this.means.onOutcome?.(outcome);
  }
}

/** The first that may be sent now; otherwise the one that waits the shortest; otherwise what speaks against the first that has an address. */
function choose(candidates: readonly Candidate[]): Candidate {
  const sendable = candidates.find(({ verdict }) => verdict.do === 'send');
  const waiting = candidates
    .filter((each) => each.verdict.do === 'wait')
    .sort((one, other) => untilOf(one.verdict) - untilOf(other.verdict))[0];
  const best = sendable ?? waiting ?? candidates.find(({ point }) => point) ?? candidates[0];
  if (!best) throw new RangeError('there is no channel');
  return best;
}

function untilOf(verdict: Verdict): number {
  return verdict.do === 'wait' ? verdict.until : Infinity;
}

function pendingOf(
  message: DueMessage,
  definition: Definition,
  channel: Channel,
  point: ContactPoint | undefined,
  optedOut: Pending['optedOut'],
): Pending {
  const trueUntil = trueUntilOf(message, definition);
  return {
    kind: message.kind,
    channel,
    phase: message.phase,
    ...(point && { basis: point }),
    ...(optedOut && { optedOut }),
    ...(message.erasing && { erasing: true }),
    ...(trueUntil !== undefined && { trueUntil }),
  };
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : typeof error;
}
