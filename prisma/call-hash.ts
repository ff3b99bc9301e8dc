import { createHmac } from 'node:crypto';

/** The keyed hash under which Temporal knows a callId. */
export type CallHash = (callId: string) => string;

/** 96 bits of HMAC-SHA-256 in base64url: short in every history, and two calls of one customer will not meet. */
export function callHash(key: string): CallHash {
  return (callId) => createHmac('sha256', key).update(callId).digest('base64url').slice(0, 16);
}
