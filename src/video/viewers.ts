import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../database/database.js';
import { OPEN_PHASES } from '../domain/phase.js';
import type { WatchReport } from '../domain/watched.js';
import { isSignedIn } from '../pages/account.js';
import { Problem } from '../problems/problem.js';
import type { Watched, Watching } from './watching.js';

/** Who watches, as far as counting is concerned. */
export type Viewer = 'participant' | 'stranger' | 'anybody';

/** Watching as the customer does it who has signed in. */
export class Viewers {
  constructor(
    private readonly db: Queryable,
    private readonly watching: Watching,
  ) {}

  /** Whether what is played can count; `stranger` has signed in, and takes part in nothing. */
  viewer(request: FastifyRequest): Viewer {
    if (request.session.customer !== undefined) return 'participant';
    return isSignedIn(request) ? 'stranger' : 'anybody';
  }

  /** Counts in every open participation of the customer; answers how far the furthest behind is. Throws Problem (401, 403, 409). */
  async hear(request: FastifyRequest, report: WatchReport): Promise<Watched> {
    const { customer } = request.session;
    if (this.viewer(request) === 'anybody')
      throw new Problem(401, 'not-signed-in', 'Sign in, so that watching counts.');
    if (!isFromOurPages(request))
      throw new Problem(403, 'foreign-page', 'Only our own page reports what is played.');
    const heard: Watched[] = [];
    for (const id of customer === undefined ? [] : await this.open(customer)) {
      const watched = await this.watching.hear(id, report);
      if (watched) heard.push(watched);
    }
    const [first, ...others] = heard;
    if (!first)
      throw new Problem(409, 'no-participation', 'Nothing is running in which watching would count.');
    return others.reduce((least, each) => (each.share < least.share ? each : least), first);
  }

  private async open(customer: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      'select id from participation where customer_id = $1 and phase = any ($2) order by id',
      [customer, OPEN_PHASES],
    );
    return rows.map(({ id }) => id);
  }
}

/** Browsers say where a request comes from, and no page can make them lie; what says nothing is no browser. */
function isFromOurPages({ headers }: FastifyRequest): boolean {
  return (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
}
