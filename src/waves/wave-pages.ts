import { v7 as newId } from 'uuid';
import type { Pool, PoolClient } from 'pg';
import { customerHash, erasedAmong } from '../../prisma/erased.js';
import type { Programmes } from '../../prisma/programmes.js';
import { inTransaction } from '../../prisma/transaction.js';
import type { WaveProgress } from '../../workflows/contract/wave.js';
import { longStatement } from '../database/long-statement.js';
import type { Definition } from '../domain/definition.js';
import { sendWindowOf } from '../domain/messages/policy.js';
import { opensAt } from '../domain/messages/send-window.js';
import type { Instant } from '../domain/terms.js';
import { LAST_SENDS, PAGE, type Standing, TOO_MANY } from '../domain/waves/sending.js';
import type { Invitation } from '../participations/invitation.js';
import { type Entry, insertParticipations, wholeSecond } from '../participations/new-participation.js';
import { type Latest, latestPublished } from '../programmes/latest-published.js';
import { DEALT_WITH, FORGET_ALL, NEXT_PAGE, STANDING } from './judge.sql.js';
import type { Refusal } from './refusals.js';

/** What becomes of a row of the page: it is invited, or refused after all. */
type Dealt = { readonly n: number } & ({ readonly participation: string } | { readonly reason: Refusal });

/** A row whose turn has come. */
interface Row {
  readonly n: number;
  readonly customerId: string;
  readonly language: Invitation['language'];
  readonly account: string | null;
  readonly bucket: string | null;
  readonly reached: Invitation['reached'];
  readonly mobile: NonNullable<Invitation['contact']>['mobile'] | null;
  readonly email: NonNullable<Invitation['contact']>['email'] | null;
  /** What has come to speak against it since the dry run. */
  readonly against: Refusal | null;
}

/** A wave whose programme has no published version: that cannot be taken back, so something is broken. */
export class UnsendableWaveError extends Error {
  override readonly name = 'UnsendableWaveError';
  constructor(wave: string) {
    super(`wave ${wave} is not there, or its programme is not published: cancel it, and make another`);
  }
}

/** Waves as PostgreSQL holds them, page by page. */
export class StoredWavePages {
  constructor(
    private readonly pool: Pool,
    private readonly programmes: Programmes,
    private readonly keepsWindows: boolean,
    private readonly hashKey: string,
  ) {}

  /** Throws UnsendableWaveError. */
  async standing(wave: string): Promise<Standing> {
    const { rows } = await this.pool.query<Omit<Standing, 'opensAt'> & { programme: string }>({
      name: 'wave-standing',
      text: STANDING,
      values: [wave, 4 * PAGE, TOO_MANY, LAST_SENDS],
    });
    const [row] = rows;
    const latest = row && (await latestPublished(this.pool, row.programme, this.programmes));
    if (!latest) throw new UnsendableWaveError(wave);
    return { ...row, opensAt: this.opensAt(latest.definition, latest.now) };
  }

  async invite(wave: string, after: number): Promise<WaveProgress | undefined> {
    return inTransaction(this.pool, async (client) => {
      const sending = await this.held(client, wave);
      if (!sending) return { after, invited: 0 };
      const { programme, by } = sending;
      const { rows } = await client.query<Row>({
        name: 'wave-next-page',
        text: NEXT_PAGE,
        values: [wave, programme.definition.code, programme.definition.excludes ?? [], after, PAGE],
      });
      const last = rows.at(-1);
      if (!last) return undefined;
      const invited = await this.inviteRows(client, wave, rows, { programme, by });
      return { after: last.n, invited };
    });
  }

  async leave(wave: string, state: 'done' | 'paused' | 'cancelled', because?: string): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `update wave set state = $2, paused_because = $3 where id = $1 and state in ('sending', $4)`,
        [wave, state, because ?? null, state === 'cancelled' ? 'paused' : 'sending'],
      );
      if (state === 'cancelled' && rowCount === 1) await longStatement(client, FORGET_ALL, [wave]);
    });
  }

  private opensAt(definition: Definition, now: Instant): Instant {
    if (!this.keepsWindows) return now;
    return opensAt(sendWindowOf(definition, now), now) ?? Infinity;
  }

  /** Keeps the wave being sent until the page is written; undefined when it is not sent any more. */
  private async held(client: PoolClient, wave: string) {
    const { rows } = await client.query<{ programme: string; by: string }>(
      `select programme_code as programme, created_by as by from wave where id = $1 and state = 'sending' for share`,
      [wave],
    );
    const programme = rows[0] && (await latestPublished(client, rows[0].programme, this.programmes));
    return programme && rows[0] && { programme, by: rows[0].by };
  }

  private async inviteRows(
    client: PoolClient,
    wave: string,
    rows: readonly Row[],
    { programme, by }: { programme: Latest; by: string },
  ): Promise<number> {
    const invitedAt = wholeSecond(programme.now);
    const entries = rows
      .filter(({ against }) => against === null)
      .map((row): Entry => ({
        id: newId(),
        invitation: invitationOf(row, programme),
        programme,
        invitedAt,
        by,
        erasedHash: customerHash(this.hashKey, programme.definition.code, row.customerId),
        wave,
      }));
    const created = await insertParticipations(client, entries);
    const idOf = new Map(created.map(({ customer_id, id }) => [customer_id, id]));
    const refused = rows.map(({ customerId }) => customerId).filter((customer) => !idOf.has(customer));
    const erased = await erasedAmong(client, this.hashKey, programme.definition.code, refused);
    const dealt = rows.map(({ n, customerId, against }): Dealt => {
      const participation = idOf.get(customerId);
      if (participation) return { n, participation };
      return { n, reason: erased.get(customerId) ?? against ?? 'already-taking-part' };
    });
    await client.query({ name: 'wave-dealt-with', text: DEALT_WITH, values: [wave, JSON.stringify(dealt)] });
    return created.length;
  }
}

function invitationOf(
  { customerId, language, account, bucket, reached, mobile, email }: Row,
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
