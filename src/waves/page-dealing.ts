import { v7 as newId } from 'uuid';
import type { PoolClient } from 'pg';
import { customerHashes, erasedAmong } from '../../prisma/erased.js';
import { channelsOf } from '../domain/messages/policy.js';
import type { Invitation } from '../participations/invitation.js';
import { type Entry, insertParticipations, wholeSecond } from '../participations/new-participation.js';
import type { Latest } from '../programmes/latest-published.js';
import type { DueRow } from './due-row.js';
import { AGAINST_BY_NOW } from './sending.sql.js';
import type { Refusal } from './refusals.js';
import { rereadIds } from './rereading-ids.js';

/** What becomes of a row of the page: it is invited, or refused after all. */
export type Dealt = { readonly n: number } & (
  { readonly participation: string } | { readonly reason: Refusal }
);

/** A wave that is being sent: what it is for, and who created it. */
export interface Sending {
  readonly wave: string;
  readonly programme: Latest;
  readonly by: string;
}

/** Something keeps customers of a wave out that nobody can name; the message names their rows. */
export class UndecidedRowsError extends Error {
  override readonly name = 'UndecidedRowsError';
  constructor(wave: string, rows: readonly DueRow[]) {
    const named = rows.map(({ n }) => `row ${n}`).join(', ');
    super(
      `wave ${wave}: ${named}: not let in, though nothing known speaks against it; nobody of this page was`,
    );
  }
}

/** So often what stood in the way may be gone when it is asked for. */
const MOST_ROUNDS = 5;

/** Invites whoever of these locked rows nothing speaks against; every row is answered, the refused ones with what really does. Throws UndecidedRowsError. */
export async function dealWith(
  client: PoolClient,
  hashKey: string,
  sending: Sending,
  rows: readonly DueRow[],
): Promise<readonly Dealt[]> {
  const dealt: Dealt[] = [];
  let left = await rereadIds(client, sending.wave, rows);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { decided, unexplained } = await dealOnce(client, hashKey, sending, left);
    dealt.push(...decided);
    if (unexplained.length === 0) return dealt;
    // what stood in their way came after the page was read; where it has ended again already, they come in after all
    left = await askedAgain(client, sending, unexplained);
  }
  throw new UndecidedRowsError(sending.wave, left);
}

async function dealOnce(client: PoolClient, hashKey: string, sending: Sending, rows: readonly DueRow[]) {
  const created = await insertParticipations(client, entriesOf(rows, sending, hashKey));
  const idOf = new Map(created.map(({ customer_id, id }) => [customer_id, id]));
  const refused = rows.filter(({ customerId }) => !idOf.has(customerId));
  const customers = refused.map(({ customerId }) => customerId);
  const erased = await erasedAmong(client, hashKey, sending.programme.definition.code, customers);
  const decided = rows.flatMap(({ n, customerId, against }): readonly Dealt[] => {
    const participation = idOf.get(customerId);
    if (participation) return [{ n, participation }];
    const reason = erased.get(customerId) ?? against;
    return reason ? [{ n, reason }] : [];
  });
  const unexplained = refused.filter(({ customerId, against }) => !against && !erased.has(customerId));
  return { decided, unexplained };
}

/** These rows with what speaks against them by now. */
async function askedAgain(
  client: PoolClient,
  { wave, programme: { definition } }: Sending,
  unexplained: readonly DueRow[],
): Promise<readonly DueRow[]> {
  const { rows } = await client.query<Pick<DueRow, 'n' | 'against'>>({
    name: 'wave-against-by-now',
    text: AGAINST_BY_NOW,
    values: [
      wave,
      definition.code,
      definition.excludes ?? [],
      channelsOf(definition),
      unexplained.map(({ n }) => n),
    ],
  });
  const reasonOf = new Map(rows.map(({ n, against }) => [n, against]));
  return unexplained.map((row) => ({ ...row, against: reasonOf.get(row.n) ?? null }));
}

function entriesOf(rows: readonly DueRow[], sending: Sending, hashKey: string): readonly Entry[] {
  const { wave, programme, by } = sending;
  const invitedAt = wholeSecond(programme.now);
  return rows
    .filter(({ against }) => against === null)
    .map((row) => ({
      id: newId(),
      invitation: invitationOf(row, programme),
      programme,
      invitedAt,
      by,
      erasedHashes: customerHashes(hashKey, programme.definition.code, row.customerId),
      wave,
    }));
}

function invitationOf(
  { customerId, language, account, bucket, reached, mobile, email }: DueRow,
  { definition }: Latest,
): Invitation {
  return {
    programme: definition.code,
    customerId,
    language,
    reached,
    contact: { ...(mobile && { mobile }), ...(email && { email }) },
    ...(account !== null && bucket !== null && { account: { id: account, bucketId: bucket } }),
  };
}
