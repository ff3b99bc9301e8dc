import type { Pool, PoolClient } from 'pg';
import type { Channel } from '../../src/domain/messages/kinds.js';
import { inTransaction } from '../../prisma/transaction.js';
import type { DueMessage } from './due-messages.js';

/** What is about to leave. */
export interface Try {
  readonly channel: Channel;
  /** How long the carrier may take, in milliseconds. */
  readonly patienceMs: number;
  /** An earlier try may have arrived, and nobody can tell. */
  readonly repeats: boolean;
  /** Of the invitation link that it carries. */
  readonly tokenHash: string;
  /** Of advertising: its customer gets at most so many within so many milliseconds, over all programmes, on the wall clock. */
  readonly cap?: { readonly most: number; readonly within: number };
}

/** For writing down what a try came to. */
const AFTERWARDS_MS = 20_000;

/**
 * So long after a try was asked for it may still be handed over, so that its carrier's patience ends well before its claim, in milliseconds:
 * a sender that was frozen longer could come behind another one.
 */
export const HAND_OVER_WITHIN_MS = AFTERWARDS_MS / 2;

const ALONE_WITH_CUSTOMER = `
select pg_advisory_xact_lock(hashtextextended('advertising ' || customer_id, 0)) from participation where id = $1`;

const begin = (advertised: string, unless: string) => `
with begun as (
  update message set attempts = attempts + 1, channel = $3, may_have_arrived = true, may_repeat = may_repeat or $4,
    claimed_until = clock_timestamp() + $5::float8 * interval '1 millisecond'${advertised}
  where id = $1 and claims = $2 and state = 'pending' and claimed_until > clock_timestamp()${unless}
  returning participation_id
)
insert into invitation_link (token_hash, participation_id) select $6, participation_id from begun`;

const BEGIN = begin('', '');
const BEGIN_ADVERTISING = begin(
  ', advertised_at = clock_timestamp()',
  ` and $7::int > (
    select count(*) from participation p join participation q on q.customer_id = p.customer_id
    join message a on a.participation_id = q.id
    where p.id = message.participation_id and a.id <> $1
    and a.advertised_at > clock_timestamp() - $8::float8 * interval '1 millisecond'
  )`,
);

/**
 * From now on this message may have arrived, whatever becomes of the sender; its link is known, and advertising is counted as such.
 * Answers whether it may leave: not when the claim no longer holds, or when its customer has had enough advertising. Senders that
 * ask for one customer at once wait for each other.
 */
export async function beginTry(pool: Pool, message: DueMessage, { cap, ...attempt }: Try): Promise<boolean> {
  const values = [
    message.id,
    message.claims,
    attempt.channel,
    attempt.repeats,
    attempt.patienceMs + AFTERWARDS_MS,
    attempt.tokenHash,
  ];
  if (!cap) return begun(pool, { name: 'begin-try', text: BEGIN, values });
  return inTransaction(pool, async (client) => {
    await client.query(ALONE_WITH_CUSTOMER, [message.participation]);
    const counted = [...values, cap.most, cap.within];
    return begun(client, { name: 'begin-advertising', text: BEGIN_ADVERTISING, values: counted });
  });
}

async function begun(
  db: Pick<PoolClient, 'query'>,
  statement: { readonly name: string; readonly text: string; readonly values: unknown[] },
): Promise<boolean> {
  const { rowCount } = await db.query(statement);
  return rowCount === 1;
}
