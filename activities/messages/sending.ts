import type { Pool } from 'pg';
import { milliseconds } from '../../src/domain/duration.js';
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
import type { Carried, Carrier } from './carrier.js';
import {
  claimDue,
  countAsAdvertising,
  type ContactPoint,
  type DueMessage,
  type MessageOutcome,
  writeOutcome,
} from './due-messages.js';
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
  /** Makes the links of one try. */
  readonly links: (message: DueMessage, channel: Channel, address: string) => Promise<Links>;
}

const AT_A_TIME = 20;
const ONE_TRY_MS = 10_000;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Over about a day; whatever still fails then is given up, for all to see. */
const MOST_TRIES = 30;
/** Over three days an SMS centre says what became of a message. */
const ASKED_FOR_MS = 72 * HOUR;

type Candidate = { readonly channel: Channel; readonly point?: ContactPoint; readonly verdict: Verdict };

/** Sends what is due, as the gate decides at this moment, and asks after what was sent. Any number of senders may run. */
export class Sending {
  constructor(
    private readonly means: SendingMeans,
    private readonly now: () => number = Date.now,
  ) {}

  /** One round; answers how many messages were due. Throws what PostgreSQL throws; the claimed ones are due again after a minute. */
  async round(): Promise<number> {
    const due = await claimDue(this.means.pool, AT_A_TIME);
    const results = await Promise.allSettled(due.map((message) => this.deal(message)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return due.length;
  }

  private async deal(message: DueMessage): Promise<void> {
    if (message.state === 'sent') return this.askAfter(message);
    const { definition } = await this.means.programmes(message.programme.code, message.programme.version);
    const now = this.now() + message.clockOffset;
    if (isSwitchedOff(definition, message.kind))
      return this.write(message, { state: 'suppressed', reason: 'switched-off', at: now });
    const chosen = choose(await this.candidates(message, definition, now));
    switch (chosen.verdict.do) {
      case 'suppress':
        return this.write(message, { state: 'suppressed', reason: chosen.verdict.because, at: now });
      case 'wait':
        return this.write(message, { state: 'waiting', inMs: Math.min(chosen.verdict.until - now, HOUR) });
      case 'send':
        if (!chosen.point) return;
        if (!(await this.mayAdvertise(message, definition, now)))
          return this.write(message, { state: 'waiting', inMs: SECOND });
        return this.send(message, definition, chosen.channel, chosen.point.value, now);
    }
  }

  /** Once tried on one channel it stays there, or the customer could get it on both. */
  private candidates(
    message: DueMessage,
    definition: Definition,
    now: number,
  ): Promise<readonly Candidate[]> {
    const limits = this.limitsOf(message, definition, now);
    const channels = channelsOf(definition).filter((channel) => (message.channel ?? channel) === channel);
    return Promise.all(
      channels.map(async (channel) => {
        const point = message[channel] ?? undefined;
        const optedOut = point && (await this.optOutOf(channel, point.value));
        const pending = pendingOf(message, definition, channel, point, optedOut);
        return { channel, ...(point && { point }), verdict: gate(pending, limits, now) };
      }),
    );
  }

  /** The gate has counted already; this one counts again where nobody else can count at the same time. */
  private async mayAdvertise(message: DueMessage, definition: Definition, now: number): Promise<boolean> {
    if (!isAdvertising(message.kind)) return true;
    const limit = { at: now, most: advertisingPerWeek(definition), within: WEEK };
    return countAsAdvertising(this.means.pool, message, limit);
  }

  private optOutOf(channel: Channel, address: string): Promise<Pending['optedOut']> {
    return optOutOf(this.means.pool, channel, addressHash(this.means.hashKey, channel, address));
  }

  private limitsOf({ advertisedAt }: DueMessage, definition: Definition, now: number): Limits {
    return {
      ...(this.means.keepsWindows && { window: sendWindowOf(definition, now) }),
      advertisingPerWeek: advertisingPerWeek(definition),
      advertisedAt: advertisedAt.map((at) => at.getTime()),
    };
  }

  private async send(
    message: DueMessage,
    definition: Definition,
    channel: Channel,
    to: string,
    now: number,
  ): Promise<void> {
    const carrier = this.means.carriers[channel];
    const links = await this.means.links(message, channel, to);
    const values = valuesOf(message, definition, channel, this.means.sender, links);
    const composed = compose(textOf(definition, message.language, message.kind), channel, values);
    const carried = await carrier.carry(
      { id: message.id, to, ...composed, ...(channel === 'email' && { unsubscribeUrl: links.optOutLink }) },
      { again: message.mayHaveArrived, timeoutMs: ONE_TRY_MS },
    );
    const mayRepeat = message.mayHaveArrived && !carrier.looksUp;
    await writeOutcome(
      this.means.pool,
      message,
      outcomeOf(message, channel, carried, carrier, now),
      mayRepeat,
    );
  }

  private async askAfter(message: DueMessage): Promise<void> {
    const { channel, reference, sentAt } = message;
    const now = this.now() + message.clockOffset;
    if (!channel || reference === null) return;
    const delivery = await this.means.carriers[channel].deliveryOf(reference, { timeoutMs: ONE_TRY_MS });
    if (delivery === 'delivered') return this.write(message, { state: 'delivered', at: now });
    if (delivery === 'failed')
      return this.write(message, { state: 'failed', reason: 'It could not be delivered', at: now });
    const age = now - (sentAt?.getTime() ?? now);
    if (age > ASKED_FOR_MS) return this.write(message, { state: 'ask-again', inMs: 100 * 365 * 24 * HOUR });
    await this.write(message, { state: 'ask-again', inMs: Math.min(Math.max(age, 5 * SECOND), HOUR) });
  }

  private write(message: DueMessage, outcome: MessageOutcome): Promise<void> {
    return writeOutcome(this.means.pool, message, outcome);
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
    ...(trueUntil !== undefined && { trueUntil }),
  };
}

function trueUntilOf(
  { kind, cause, invitationEndsAt, quietEndsAt, lastVisitAt }: DueMessage,
  { visits }: Definition,
) {
  switch (kind) {
    case 'invitation':
    case 'reminder':
      return invitationEndsAt.getTime();
    case 'half-way':
      return quietEndsAt?.getTime();
    case 'inactivity-warning': {
      const warnedFor = Date.parse(cause);
      if (lastVisitAt && lastVisitAt.getTime() > warnedFor) return -Infinity;
      return visits && warnedFor + milliseconds(visits.atLeastEvery);
    }
    default:
      return undefined;
  }
}

function outcomeOf(
  { attempts, sentAt: _ }: DueMessage,
  channel: Channel,
  carried: Carried,
  { looksUp }: Carrier,
  now: number,
): MessageOutcome {
  switch (carried.state) {
    case 'sent':
      return { ...carried, channel, at: now, ...(looksUp && { askInMs: 2 * SECOND }) };
    case 'refused':
      return { state: 'failed', channel, reason: carried.reason, at: now };
    case 'pending': {
      const { reason, mayHaveArrived } = carried;
      if (attempts + 1 >= MOST_TRIES) return { state: 'failed', channel, reason, at: now };
      return {
        state: 'again',
        channel,
        reason,
        mayHaveArrived,
        inMs: Math.min(5 * SECOND * 2 ** attempts, HOUR),
      };
    }
  }
}
