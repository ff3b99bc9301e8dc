import { timingSafeEqual } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Channel } from '../src/domain/messages/kinds.js';
import { readEmail } from '../src/reading/email.js';
import { readMobile, trunkSpelling } from '../src/reading/mobile.js';
import { keyedHash } from './keyed-hash.js';

/** Which messages an address has opted out of; `all` includes advertising. */
export type OptOutScope = 'advertising' | 'all';

/** The keyed hash (128 bits of HMAC-SHA-256, base64url) that stands for an address after it has been deleted. E-mail addresses are compared without case. */
export function addressHash(key: string, channel: Channel, address: string): string {
  const same = channel === 'email' ? address.toLowerCase() : address;
  return keyedHash(key, channel, same).slice(0, 22);
}

/** The one spelling in which an address is kept; undefined for what cannot be read, and so is never written to. */
export function addressOf(channel: Channel, written: string): string | undefined {
  if (channel === 'email') return readEmail(written);
  const read = readMobile(written);
  return 'number' in read ? read.number : undefined;
}

/**
 * Every hash by which this address may have opted out: of the spelling in which it is kept, first, of the one with a trunk prefix behind the
 * country's code, which was taken before, and of the address as it is handed in.
 */
export function addressHashes(key: string, channel: Channel, written: string): readonly string[] {
  const address = addressOf(channel, written);
  const other = address !== undefined && channel === 'sms' ? trunkSpelling(address) : undefined;
  const spellings = [address, other, written].filter((each) => each !== undefined);
  return [...new Set(spellings)].map((each) => addressHash(key, channel, each));
}

/** What an address with these hashes has opted out of, undefined when of nothing; of several the widest holds. */
export async function optOutOf(
  db: Pick<PoolClient, 'query'>,
  channel: Channel,
  ...hashes: readonly string[]
): Promise<OptOutScope | undefined> {
  const { rows } = await db.query<{ scope: OptOutScope }>({
    name: 'opt-out',
    text: `select scope from opt_out where channel = $1 and address_hash = any ($2) order by scope = 'all' desc limit 1`,
    values: [channel, hashes],
  });
  return rows[0]?.scope;
}

/** Opts an address out, durably; opting out of everything is never narrowed to advertising. */
export async function optOut(
  db: Pick<PoolClient, 'query'>,
  channel: Channel,
  hash: string,
  scope: OptOutScope,
): Promise<void> {
  await db.query(
    `insert into opt_out (channel, address_hash, scope) values ($1, $2, $3)
     on conflict (channel, address_hash) do update set scope = 'all' where excluded.scope = 'all'`,
    [channel, hash, scope],
  );
}

/** Lets service messages through again, as whoever has the address asked for; advertising stays stopped. */
export async function narrowOptOut(
  db: Pick<PoolClient, 'query'>,
  channel: Channel,
  ...hashes: readonly string[]
): Promise<void> {
  await db.query(`update opt_out set scope = 'advertising' where channel = $1 and address_hash = any ($2)`, [
    channel,
    hashes,
  ]);
}

const LETTERS: Readonly<Record<Channel, string>> = { sms: 's', email: 'e' };
const SCOPES: Readonly<Record<OptOutScope, string>> = { advertising: 'a', all: 'x' };

/** Whom an opt-out link is for; `oneClick`: what a mail program's own button stops, by the kind of message that carried the link. */
export interface OptOutLink {
  readonly channel: Channel;
  readonly hash: string;
  readonly oneClick: OptOutScope;
}

/** What an opt-out link carries, sealed; it needs no row, so that it works after the data have been deleted. */
export function optOutToken(key: string, { channel, hash, oneClick }: OptOutLink): string {
  const open = LETTERS[channel] + SCOPES[oneClick] + hash;
  return open + seal(key, open);
}

/** What a token carries; undefined for one that we did not make. */
export function readOptOutToken(key: string, token: string): OptOutLink | undefined {
  const [, channel, scope, hash, sealed] = /^([se])([ax])([\w-]{22})([\w-]{16})$/.exec(token) ?? [];
  if (channel === undefined || scope === undefined || hash === undefined || sealed === undefined)
    return undefined;
  const expected = Buffer.from(seal(key, channel + scope + hash));
  if (!timingSafeEqual(expected, Buffer.from(sealed))) return undefined;
  return {
    channel: channel === LETTERS.sms ? 'sms' : 'email',
    hash,
    oneClick: scope === SCOPES.all ? 'all' : 'advertising',
  };
}

function seal(key: string, open: string): string {
  return keyedHash(key, 'opt-out', open).slice(0, 16);
}
