import type { Pool } from 'pg';
import { newInvitationToken } from '../../prisma/invitation-links.js';

/** A way in for this participation, as a message would have carried it. */
export async function mintInvitationToken(pool: Pool, participation: string): Promise<string> {
  const { token, tokenHash } = newInvitationToken();
  await pool.query('insert into invitation_link (token_hash, participation_id) values ($1, $2)', [
    tokenHash,
    participation,
  ]);
  return token;
}
