import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../domain/wording.js';

/** What every page offers to whoever has signed in: the ways to their own pages, and a form to sign out. */
export interface Account {
  /** Goes into every form as `_csrf`. */
  readonly csrf: string;
  /** The page's own address, without a query. */
  readonly path: string;
  /** Where the customer's own pages begin, such as /de/my/online-statt-hotline; absent for whoever takes part in nothing. */
  readonly home?: string;
  /** There the customer has registered. */
  readonly registered?: boolean;
}

/** Who has signed in, and where their own pages are; bound to participations by whoever knows them. */
export abstract class Accounts {
  /** Undefined for whoever has not signed in. `code` is the programme that the page is about, if it is about one. */
  abstract of(
    request: FastifyRequest,
    reply: FastifyReply,
    language: Language,
    code?: string,
  ): Promise<Account | undefined>;
}

/** The account with these own pages; undefined for whoever has not signed in. */
export function accountOf(
  request: FastifyRequest,
  reply: FastifyReply,
  own: Pick<Account, 'home' | 'registered'> = {},
): Account | undefined {
  if (!isSignedIn(request)) return undefined;
  return { csrf: reply.generateCsrf(), path: request.url.split('?', 1)[0] ?? '', ...own };
}

/** Whether there is somebody to sign out, invited or not. */
export function isSignedIn({ session }: FastifyRequest): boolean {
  return session?.customer !== undefined || session?.uninvited === true;
}
