import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/** 128 random bits, short enough for an SMS. */
const TOKEN_BYTES = 16;

/** Makes a new way in for this participation and answers its token, of which only the hash is kept. */
export async function mintInvitationToken(pool: Pool, participation: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await pool.query('insert into invitation_link (token_hash, participation_id) values ($1, $2)', [
    hashOf(token),
    participation,
  ]);
  return token;
}

/** Where a token leads to. */
export interface InvitedBy {
  readonly participation: string;
  readonly programme: string;
  readonly language: 'de' | 'en';
  readonly registered: boolean;
  /** Its invitation has ended without a registration. */
  readonly expired: boolean;
}

/** What this token stands for; undefined for one that we never made. */
export async function readInvitationToken(
  db: Pick<PoolClient, 'query'>,
  token: string,
): Promise<InvitedBy | undefined> {
  const { rows } = await db.query<InvitedBy>(
    `select p.id as participation, p.programme_code as programme, p.language,
       p.registered_at is not null as registered, p.registered_at is null and clock_timestamp() + p.clock_offset * interval '1 millisecond' >= p.invitation_ends_at as expired
     from invitation_link l join participation p on p.id = l.participation_id where l.token_hash = $1`,
    [hashOf(token)],
  );
  return rows[0];
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
