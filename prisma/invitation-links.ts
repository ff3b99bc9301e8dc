import { createHash, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';

/** 128 random bits, short enough for an SMS. */
const TOKEN_BYTES = 16;

/** A new way in, which works once `tokenHash` is stored; the token itself is never kept. */
export function newInvitationToken(): { readonly token: string; readonly tokenHash: string } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, tokenHash: hashOf(token) };
}

/** Where a token leads to. */
export interface InvitedBy {
  readonly participation: string;
  readonly programme: string;
  readonly language: 'de' | 'en';
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
       p.registered_at is null and clock_timestamp() + p.clock_offset * interval '1 millisecond' >= p.invitation_ends_at as expired
     from invitation_link l join participation p on p.id = l.participation_id where l.token_hash = $1`,
    [hashOf(token)],
  );
  return rows[0];
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
