import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../database/database.js';
import { openParticipations } from '../events/on-page.js';
import type { WatchReport } from '../domain/watched.js';
import { Problem } from '../problems/problem.js';
import type { Watched, Watching } from './watching.js';

/** Knows whose request it is: the customerId of whoever has signed in. */
export type SignedIn = (request: FastifyRequest) => string | undefined;

/** For as long as nobody can sign in. */
export const NOBODY_WATCHES: SignedIn = () => undefined;

/** Watching as the customer does it who has signed in. */
export class Viewers {
  constructor(
    private readonly db: Queryable,
    private readonly signedIn: SignedIn,
    private readonly watching: Watching,
  ) {}

  /** Whether what is played can count. */
  isViewer(request: FastifyRequest): boolean {
    return this.signedIn(request) !== undefined;
  }

  /** Counts in every open participation of the customer; answers how far the furthest behind is. Throws Problem (401, 403, 409). */
  async hear(request: FastifyRequest, report: WatchReport): Promise<Watched> {
    const customer = this.signedIn(request);
    if (customer === undefined) throw new Problem(401, 'not-signed-in', 'Sign in, so that watching counts.');
    if (!isFromOurPages(request))
      throw new Problem(403, 'foreign-page', 'Only our own page reports what is played.');
    const heard: Watched[] = [];
    for (const { participation } of await openParticipations(this.db, customer)) {
      const watched = await this.watching.hear(participation, report);
      if (watched) heard.push(watched);
    }
    const [first, ...others] = heard;
    if (!first)
      throw new Problem(409, 'no-participation', 'Nothing is running in which watching would count.');
    return others.reduce((least, each) => (each.share < least.share ? each : least), first);
  }
}

/** Browsers say where a request comes from, and no page can make them lie; what says nothing is no browser. */
function isFromOurPages({ headers }: FastifyRequest): boolean {
  return (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
}
