import type { Pool } from 'pg';
import { type Channel, isAdvertising } from '../../src/domain/messages/kinds.js';
import { mintInvitationToken } from '../../prisma/invitation-links.js';
import { addressHash, optOutToken } from '../../prisma/opt-outs.js';
import type { DueMessage } from './due-messages.js';
import type { Links } from './values-of.js';

/** Makes the links of one try below `publicUrl` (no slash at its end): each try has an invitation link of its own. */
export function mintingLinks({
  pool,
  publicUrl,
  hashKey,
}: {
  pool: Pool;
  publicUrl: string;
  hashKey: string;
}) {
  return async (message: DueMessage, channel: Channel, address: string): Promise<Links> => ({
    link: `${publicUrl}/i/${await mintInvitationToken(pool, message.participation)}`,
    optOutLink: `${publicUrl}/o/${optOutToken(hashKey, {
      channel,
      hash: addressHash(hashKey, channel, address),
      oneClick: isAdvertising(message.kind) ? 'advertising' : 'all',
    })}`,
  });
}
