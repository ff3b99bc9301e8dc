import type { Pool } from 'pg';
import type { Definition } from '../../src/domain/definition.js';
import { gate, type Limits, type Pending, type Verdict } from '../../src/domain/messages/gate.js';
import type { Channel } from '../../src/domain/messages/kinds.js';
import { advertisingPerWeek, channelsOf, sendWindowOf } from '../../src/domain/messages/policy.js';
import { addressHashes, addressOf, optOutOf } from '../../prisma/opt-outs.js';
import type { ContactPoint, DueMessage } from './due-messages.js';
import { trueUntilOf } from './true-until.js';

/** What deciding needs. */
export interface DecidingMeans {
  readonly pool: Pool;
  /** Of the keyed hashes of addresses. */
  readonly hashKey: string;
  /** Whether the programmes' send windows are kept to. */
  readonly keepsWindows: boolean;
}

/** What to do with a message now: where it may go to, until when it waits, or why it is never sent. */
export type Decision =
  | { readonly do: 'send'; readonly channel: Channel; readonly address: string }
  | Exclude<Verdict, { do: 'send' }>;

/** A channel with its address, in the spelling in which it can be read, and what the gate says to it. */
interface Candidate {
  readonly channel: Channel;
  readonly hasAddress: boolean;
  readonly address?: string;
  readonly verdict: Verdict;
}

/** What is known of an address as it is kept. */
interface Held {
  readonly point: ContactPoint | undefined;
  readonly address: string | undefined;
  readonly optedOut: Pending['optedOut'];
}

/** Decides over this message at `now` (participation's clock). Throws what PostgreSQL throws. */
export async function decide(
  means: DecidingMeans,
  message: DueMessage,
  definition: Definition,
  now: number,
): Promise<Decision> {
  const limits = limitsOf(means, message, definition, now);
  // Once tried on one channel it stays there, or the customer could get it on both.
  const usable = message.channel === null ? channelsOf(definition) : [message.channel];
  const { channel, address, verdict } = choose(
    await Promise.all(
      usable.map(async (channel) => {
        const point = message[channel] ?? undefined;
        const hashes = point && addressHashes(means.hashKey, channel, point.value);
        const optedOut = hashes && (await optOutOf(means.pool, channel, ...hashes));
        const address = point && addressOf(channel, point.value);
        const pending = pendingOf(message, definition, channel, { point, address, optedOut });
        const verdict = gate(pending, limits, now);
        return { channel, hasAddress: point !== undefined, ...(address && { address }), verdict };
      }),
    ),
  );
  if (verdict.do !== 'send') return verdict;
  if (address === undefined) throw new RangeError('the gate let a message go without an address');
  return { do: 'send', channel, address };
}

/** The first that may be sent now; otherwise the one that waits the shortest; otherwise what speaks against the first that has an address. */
function choose(candidates: readonly Candidate[]): Candidate {
  const sendable = candidates.find(({ verdict }) => verdict.do === 'send');
  const waiting = candidates
    .filter((each) => each.verdict.do === 'wait')
    .sort((one, other) => untilOf(one.verdict) - untilOf(other.verdict))[0];
  const best = sendable ?? waiting ?? candidates.find(({ hasAddress }) => hasAddress) ?? candidates[0];
  if (!best) throw new RangeError('there is no channel');
  return best;
}

function untilOf(verdict: Verdict): number {
  return verdict.do === 'wait' ? verdict.until : Infinity;
}

/** Advertising is counted on the wall clock, the gate decides on the participation's. */
function limitsOf(
  { keepsWindows }: DecidingMeans,
  { advertisedAt, clockOffset }: DueMessage,
  definition: Definition,
  now: number,
): Limits {
  return {
    ...(keepsWindows && { window: sendWindowOf(definition, now) }),
    advertisingPerWeek: advertisingPerWeek(definition),
    advertisedAt: advertisedAt.map((at) => at.getTime() + clockOffset),
  };
}

function pendingOf(
  message: DueMessage,
  definition: Definition,
  channel: Channel,
  { point, address, optedOut }: Held,
): Pending {
  const trueUntil = trueUntilOf(message, definition);
  return {
    kind: message.kind,
    channel,
    phase: message.phase,
    ...(point && { basis: point }),
    ...(point && address === undefined && { unreadable: true }),
    ...(optedOut && { optedOut }),
    ...(message.erasing && { erasing: true }),
    ...(trueUntil !== undefined && { trueUntil }),
  };
}
