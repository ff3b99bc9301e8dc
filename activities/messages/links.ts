import { type Channel, isAdvertising } from '../../src/domain/messages/kinds.js';
import { addressHash, optOutToken } from '../../prisma/opt-outs.js';
import type { DueMessage } from './due-messages.js';
import type { Links } from './values-of.js';

/** Where the links of messages lead to, and the key of their hashes. */
export interface LinkBase {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly hashKey: string;
}

/** The addresses that this message carries to its customer, whose way in is `token`. */
export function linksOf(
  { publicUrl, hashKey }: LinkBase,
  { kind, language }: DueMessage,
  {
    channel,
    address,
    token,
  }: { readonly channel: Channel; readonly address: string; readonly token: string },
): Links {
  const oneClick = isAdvertising(kind) ? 'advertising' : 'all';
  const hash = addressHash(hashKey, channel, address);
  return {
    link: `${publicUrl}/i/${token}`,
    // an SMS has no room for it
    optOutLink: `${publicUrl}/${channel === 'email' ? `${language}/` : ''}o/${optOutToken(hashKey, { channel, hash, oneClick })}`,
  };
}
