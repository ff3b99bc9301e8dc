import type { Pool } from 'pg';
import { QUIET_PERIOD } from '../../src/domain/terms.js';
import type { CreditOutcome, TopUp } from '../charging/charging.js';
import { accountOf, type AccountPatterns } from '../charging/account.js';

/** A grant as one try needs it: what to book, and what is known of earlier tries. */
export interface Attempt {
  readonly topUp: TopUp;
  readonly state: 'pending' | 'credited' | 'failed';
  /** How often somebody asked to try it again after it had failed. */
  readonly retries: number;
  /** How often the charging system had been asked before this try. */
  readonly attemptsBefore: number;
  readonly reference?: string;
  readonly clockOffset: number;
}

/** A grant whose customer was erased, which settled it: nobody is left to book for. */
export interface Erased {
  readonly state: 'credited' | 'failed';
}

interface Row {
  id: string;
  megabytes: number;
  valid_until: Date | null;
  state: Attempt['state'];
  reference: string | null;
  attempts: number;
  retries: number;
  customer_id: string | null;
  account_id: string | null;
  bucket_id: string | null;
  clock_offset: string;
}

const COLUMNS = `g.id, g.megabytes, g.valid_until, g.state, g.reference, g.attempts, g.retries,
  p.customer_id, p.account_id, p.bucket_id, p.clock_offset`;

/** Reads grants for their first try, which the step that wrote them has counted already; without those of an erased customer. */
export async function firstAttempts(
  pool: Pool,
  patterns: AccountPatterns,
  ids: readonly string[],
): Promise<readonly Attempt[]> {
  const { rows } = await pool.query<Row>({
    name: 'first-attempts',
    text: `select ${COLUMNS} from "grant" g join participation p on p.id = g.participation_id where g.id = any ($1::uuid[])`,
    values: [ids],
  });
  return rows.flatMap((row) => {
    const { customer_id: customer } = row;
    return customer === null ? [] : [{ ...attemptOf(row, customer, patterns), attemptsBefore: 0 }];
  });
}

/**
 * Counts one more try of this grant before it is made, so that whatever follows looks up first; undefined for an unknown one. One that is pending
 * although its customer was erased fails for good.
 */
export async function nextAttempt(
  pool: Pool,
  patterns: AccountPatterns,
  id: string,
): Promise<Attempt | Erased | undefined> {
  const { rows } = await pool.query<Row>(
    `update "grant" g set attempts = attempts + 1,
       state = case when p.customer_id is null and g.state = 'pending' then 'failed' else g.state end,
       reason = case when p.customer_id is null and g.state = 'pending' then 'erased' else g.reason end
     from participation p
     where g.id = $1 and p.id = g.participation_id returning ${COLUMNS}`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  if (row.customer_id !== null) return attemptOf(row, row.customer_id, patterns);
  return { state: row.state === 'credited' ? 'credited' : 'failed' };
}

/**
 * Writes down what the charging system answered, and that a credit is to be told. A grant that was credited stays so, and nothing but a credit changes
 * one that has failed or is being retried since: an answer may come late, after another try has had the last word. Of an erased customer's credit
 * the charging system's id is not kept, as it leads to the person; an erasure that is being carried out is waited for.
 */
export async function writeOutcome(
  pool: Pool,
  { topUp, clockOffset, retries }: Attempt,
  outcome: CreditOutcome,
): Promise<void> {
  const creditedAt = outcome.state === 'credited' ? new Date(Date.now() + clockOffset) : null;
  await pool.query({
    name: 'write-outcome',
    text: `with holder as materialized (
       select p.id, p.customer_id from participation p join "grant" g on g.participation_id = p.id where g.id = $1 for key share of p
     ), written as (
       update "grant" g set state = $2, reason = $4, credited_at = $5,
         reference = case when p.customer_id is not null then coalesce($3, g.reference) end
       from holder p
       where g.id = $1 and p.id = g.participation_id and g.state <> 'credited'
         and ($2 = 'credited' or (g.state = 'pending' and g.retries = $6))
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
    state: row.state,
    retries: row.retries,
    attemptsBefore: row.attempts - 1,
    clockOffset: Number(row.clock_offset),
    ...(row.reference !== null && { reference: row.reference }),
  };
}
