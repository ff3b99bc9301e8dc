import { createHmac } from 'node:crypto';

/** What HASH_KEY is used for. A use that is added here has a name of its own; none holds a line break. */
export type HashUse = 'sms' | 'email' | 'opt-out' | 'customer' | 'call' | 'session-cookies';

/** HMAC-SHA-256 under HASH_KEY in base64url. The use stands before what is hashed, so that no input of one use can be another's. */
export function keyedHash(key: string, use: HashUse, input: string): string {
  return createHmac('sha256', key).update(`${use}\n${input}`).digest('base64url');
}
