import type { Instant, Milliseconds } from '../domain/terms.js';

/** A sign-in under way: what its answer must fit to, and the path to come back to. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
}

/** What was to be an appeal, sent when the session had ended; it waits for its customer to sign in and send it again. */
export interface Draft {
  readonly participation: string;
  readonly text: string;
  readonly keptAt: Instant;
}

/** What is remembered of somebody's browser, in PostgreSQL; the browser holds nothing but a signed random id. */
export interface Remembered {
  /** The customerId of whoever has signed in and takes part in something. */
  customer?: string;
  /** Signed in at the issuer, and invited to nothing: who it was is not kept, only that there is somebody to sign out. */
  uninvited?: true;
  /** The page for which that was found out: it says so once, and asking for it again looks again. */
  turnedAwayFrom?: string;
  signedInAt?: Instant;
  usedAt?: Instant;
  pending?: readonly Pending[];
  /** What was answered and where that led, so that going back to an answer leads there again. */
  answered?: readonly Pick<Pending, 'state' | 'to'>[];
  /** The participation whose invitation brought the browser here. */
  invitation?: string;
  draft?: Draft;
  /** The programme whose own pages were opened last. */
  programme?: string;
  _csrf?: string;
}

declare module 'fastify' {
  interface Session extends Remembered {
    /** It was read from the store, so that it must not come back once it is destroyed. */
    stored?: true;
  }
}

const MINUTE: Milliseconds = 60_000;
const UNFINISHED: Milliseconds = 30 * MINUTE;
const UNUSED: Milliseconds = 60 * MINUTE;
const LONGEST: Milliseconds = 12 * 60 * MINUTE;

/** Until when it is remembered: signed in an hour after the last use and twelve hours at most, otherwise half an hour. */
export function forgottenAt({ signedInAt, usedAt = signedInAt }: Remembered, now: Instant): Instant {
  if (signedInAt === undefined || usedAt === undefined) return now + UNFINISHED;
  return Math.min(usedAt + UNUSED, signedInAt + LONGEST);
}

/** Notes the use, at most once a minute, so that not every page writes. */
export function use(session: Remembered, now: Instant): void {
  if (now - (session.usedAt ?? 0) >= MINUTE) session.usedAt = now;
}

/** Keeps nothing of somebody whom nobody invited but that they can sign out. */
export function forget(session: Remembered): void {
  session.uninvited = true;
  delete session.customer;
  delete session.programme;
  delete session.draft;
  delete session.signedInAt;
  delete session.usedAt;
}
