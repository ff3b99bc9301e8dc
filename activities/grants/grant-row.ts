import type { Pool } from 'pg';
import { type Milliseconds, QUIET_PERIOD } from '../../src/domain/terms.js';
import type { CreditOutcome, TopUp } from '../charging/charging.js';
import { accountOf, type AccountPatterns } from '../charging/account.js';

/** How long the first try of a grant may take from the writing of its step on: as long as the step's activity. */
export const FIRST_TRY_MS = 4_000;

/** What tries of grants are made with. */
export interface Tries {
  readonly pool: Pool;
  readonly patterns: AccountPatterns;
  /** How long the charging system may work on a top-up (CHARGING_LONGEST_PROCESSING). */
  readonly longestMs: Milliseconds;
}

/** A grant as one try needs it: what to book, and what is known of earlier tries. */
export interface Attempt {
  readonly topUp: TopUp;
  /** How often somebody asked to try it again after it had failed. */
  readonly retries: number;
  /** How often the charging system had been asked before this try. */
  readonly attemptsBefore: number;
  readonly reference?: string;
  readonly clockOffset: number;
}

interface Row {
  id: string;
  megabytes: number;
  valid_until: Date | null;
  reference: string | null;
  attempts: number;
  retries: number;
  customer_id: string | null;
  account_id: string | null;
  bucket_id: string | null;
  clock_offset: string;
}

const COLUMNS = `g.id, g.megabytes, g.valid_until, g.reference, g.attempts, g.retries,
  p.customer_id, p.account_id, p.bucket_id, p.clock_offset`;

/** A grant of a new step, and how many milliseconds are left for its first try; none: somebody else may be trying by now. */
export interface FirstAttempt extends Attempt {
  readonly leftMs: Milliseconds;
}

/**
 * Reads the pending ones of these grants for their first try, which the step that wrote them has counted already and given `FIRST_TRY_MS`; without
 * those of an erased customer.
 */
export async function firstAttempts(
  { pool, patterns, longestMs }: Tries,
  ids: readonly string[],
): Promise<readonly FirstAttempt[]> {
  const { rows } = await pool.query<Row & { left_ms: number }>({
    name: 'first-attempts',
    text: `select ${COLUMNS}, case g.attempts when 1
        then ceil(extract(epoch from g.next_attempt_at - clock_timestamp()) * 1000)::float8 - $2 else 0 end as left_ms
      from "grant" g join participation p on p.id = g.participation_id
      where g.id = any ($1::uuid[]) and g.state = 'pending'`,
    values: [ids, longestMs],
  });
  return rows.flatMap(({ left_ms: leftMs, ...row }) => {
    const { customer_id: customer } = row;
    return customer === null ? [] : [{ ...attemptOf(row, customer, patterns), leftMs }];
  });
}

/** Gives the first try of these grants back: the charging system was not asked, and may be at once. */
export async function giveBack(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query({
    name: 'give-back',
    text: `update "grant" set attempts = 0, next_attempt_at = clock_timestamp()
      where id = any ($1::uuid[]) and attempts = 1 and state = 'pending'`,
    values: [ids],
  });
}

/** Where a grant stands before it is tried again, and in how many milliseconds the charging system may be asked. */
export interface Standing {
  readonly state: 'pending' | 'credited' | 'failed';
  readonly waitMs: Milliseconds;
}

/** Looks where a grant stands, undefined for an unknown one. One that is pending although its customer was erased fails for good. */
export async function standingOf(pool: Pool, id: string): Promise<Standing | undefined> {
  const { rows } = await pool.query<Standing>(
    `with failed as (
       update "grant" g set state = 'failed', reason = 'erased' from participation p
       where g.id = $1 and p.id = g.participation_id and p.customer_id is null and g.state = 'pending' returning g.id
     )
     select case when exists (select from failed) then 'failed' else state end as state,
       greatest(0, ceil(extract(epoch from next_attempt_at - clock_timestamp()) * 1000))::float8 as "waitMs"
     from "grant" where id = $1`,
    [id],
  );
  return rows[0];
}

/**
 * Begins one more try of a pending grant, counted before it is made so that whatever follows looks up first. For `tryMs` and as long as the charging
 * system may work on what it was asked then, nobody else begins one, also when this process dies meanwhile. Undefined while another one may be under way.
 */
export async function beginAttempt(
  { pool, patterns, longestMs }: Tries,
  id: string,
  tryMs: Milliseconds,
): Promise<Attempt | undefined> {
  const { rows } = await pool.query<Row>(
    `update "grant" g set attempts = attempts + 1, next_attempt_at = clock_timestamp() + $2 * interval '1 millisecond'
     from participation p
     where g.id = $1 and p.id = g.participation_id and p.customer_id is not null and g.state = 'pending'
       and g.next_attempt_at <= clock_timestamp() returning ${COLUMNS}`,
    [id, tryMs + longestMs],
  );
  const row = rows[0];
  return row && row.customer_id !== null ? attemptOf(row, row.customer_id, patterns) : undefined;
}

/**
 * Writes down what the charging system answered, from when on it may be asked again, and that a credit is to be told. A grant that was credited stays so, and
 * nothing but a credit changes one that has failed or was tried again since: an answer may come late, after another try has had the last word. Of an erased customer's credit
 * the charging system's id is not kept, as it leads to the person; an erasure that is being carried out is waited for.
 */
export async function writeOutcome(
  pool: Pool,
  { topUp, clockOffset, retries, attemptsBefore }: Attempt,
  outcome: CreditOutcome,
): Promise<void> {
  const creditedAt = outcome.state === 'credited' ? new Date(Date.now() + clockOffset) : null;
  await pool.query({
    name: 'write-outcome',
    text: `with holder as materialized (
       select p.id, p.customer_id from participation p join "grant" g on g.participation_id = p.id where g.id = $1 for key share of p
     ), written as (
       update "grant" g set state = $2, reason = $4, credited_at = $5,
         reference = case when p.customer_id is not null and not $8 then coalesce($3, g.reference) end,
         next_attempt_at = clock_timestamp() + $9 * interval '1 millisecond'
       from holder p
       where g.id = $1 and p.id = g.participation_id and g.state <> 'credited'
         and ($2 = 'credited' or (g.state = 'pending' and g.retries = $6 and g.attempts = $10))
       returning g.participation_id, g.code, g.state, p.customer_id
     )
     insert into message (id, participation_id, kind, cause)
     select gen_random_uuid(), participation_id, case code when $7 then 'quiet-reward-paid' else 'reward-credited' end, code
     from written w
     where state = 'credited' and customer_id is not null and exists (select from contact c where c.participation_id = w.participation_id)
     on conflict (participation_id, kind, cause) do nothing`,
    values: [
      topUp.grantId,
      outcome.state,
      'reference' in outcome ? (outcome.reference ?? null) : null,
      'reason' in outcome ? outcome.reason : null,
      creditedAt,
      retries,
      QUIET_PERIOD,
      'reference' in outcome && outcome.reference === null,
      outcome.state === 'pending' ? (outcome.retryAfterMs ?? 0) : 0,
      attemptsBefore + 1,
    ],
  });
}

function attemptOf(row: Row, customerId: string, patterns: AccountPatterns): Attempt {
  const invited =
    row.account_id !== null && row.bucket_id !== null
      ? { id: row.account_id, bucketId: row.bucket_id }
      : undefined;
  return {
    topUp: {
      grantId: row.id,
      attempt: row.retries + 1,
      megabytes: row.megabytes,
      ...accountOf(patterns, customerId, invited),
      ...(row.valid_until && { validUntil: row.valid_until.getTime() }),
    },
    retries: row.retries,
    attemptsBefore: row.attempts - 1,
    clockOffset: Number(row.clock_offset),
    ...(row.reference !== null && { reference: row.reference }),
  };
}
