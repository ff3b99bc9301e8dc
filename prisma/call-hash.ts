import { createHmac } from 'node:crypto';
import { keyedHash } from './keyed-hash.js';

/** The keyed hash under which Temporal knows a callId. */
export type CallHash = (callId: string) => string;

/**
 * 96 bits of HMAC-SHA-256 in base64url: short in every history, and two calls of one customer will not meet. A callId has no use before it, as its hash
 * stands in workflows that run for months; all other inputs have a line break, and one that has it, too, is not hashed bare.
 */
export function callHash(key: string): CallHash {
  return (callId) =>
    (callId.includes('\n') ? keyedHash(key, 'call', callId) : bare(key, callId)).slice(0, 16);
}

function bare(key: string, callId: string): string {
  return createHmac('sha256', key).update(callId).digest('base64url');
}
