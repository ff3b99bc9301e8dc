import type { Caller } from './caller.js';

const KNOWN_FOR_MS = 30_000;
const MOST = 10_000;

/** Tokens that were verified a moment ago: a signature costs more than everything else that one event needs. */
export class KnownTokens {
  private readonly callers = new Map<string, { readonly caller: Caller; readonly until: number }>();

  /** Who called with this token, if it was verified within the last 30 seconds and has not expired since. */
  get(token: string): Caller | undefined {
    const known = this.callers.get(token);
    if (!known) return undefined;
    if (Date.now() < known.until) return known.caller;
    this.callers.delete(token);
    return undefined;
  }

  /** Forgets them all: the keys that they were verified by are others now. */
  forget(): void {
    this.callers.clear();
  }

  /** Remembers a verified token until it expires (`exp`, seconds since 1970) at the latest. */
  add(token: string, caller: Caller, exp: number): void {
    if (this.callers.size >= MOST) this.callers.clear();
    this.callers.set(token, { caller, until: Math.min(Date.now() + KNOWN_FOR_MS, exp * 1_000) });
  }
}
