import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Language } from '../domain/wording.js';
import { isSignedIn } from '../pages/account.js';
import { languageFor } from '../pages/language.js';
import type { Admission } from './admission.js';
import type { OpenId } from './openid.js';
import { ownPath } from './own-path.js';
import { forget, type Pending } from './session.js';
import { SignInError } from './sign-in-error.js';
import type { SignInMetrics } from './sign-in-metrics.js';

/** Several tabs may be on their way at once; what is older was given up, or is long over. */
const MOST_TABS = 5;

type Session = FastifyRequest['session'];

/** Signs customers in and out. Every outcome is counted and logged without anything of theirs. */
@Injectable()
export class SignIn {
  constructor(
    private readonly openId: OpenId,
    private readonly admission: Admission,
    private readonly metrics: SignInMetrics,
    private readonly log: Logger,
    /** The name of the cookie that holds the session's id. */
    private readonly cookie: string,
  ) {}

  /** Where to send the browser so that it comes back to this path. Throws SignInError. */
  async begin({ session }: FastifyRequest, to: string): Promise<string> {
    const { url, pending } = await this.openId.begin(to).catch((error: unknown) => this.failed(error));
    session.pending = [pending, ...(session.pending ?? [])].slice(0, MOST_TABS);
    return url;
  }

  /**
   * Takes the issuer's answer, once, and answers the path to go on to; of whoever was invited to nothing nothing is kept. Whoever is signed in
   * already goes on as who they are, even by an answer that is over or was refused. Throws SignInError.
   */
  async finish(request: FastifyRequest): Promise<string> {
    const state = stateIn(request);
    const pending = takePending(request, state);
    if (!pending) return ledBefore(request, state) ?? this.failed(new SignInError('unknown-answer'));
    return this.taken(request, pending).catch((error: unknown) => {
      if (isNeedless(error, request)) return pending.to;
      throw error;
    });
  }

  /** Ends the session here and answers where the browser signs out at the issuer, to read in this language that it is done. */
  async leave({ session }: FastifyRequest, reply: FastifyReply, language: Language): Promise<string> {
    // first, so that the browser forgets it even if the store fails
    reply.clearCookie(this.cookie, { path: '/' });
    await session.destroy();
    return this.openId.leave(language);
  }

  private async taken(request: FastifyRequest, pending: Pending): Promise<string> {
    const customer = await this.openId
      .finish(request.url, pending)
      .catch((error: unknown) => this.failed(error));
    if (await this.admission.isInvited(customer)) await enter(request, customer);
    else await turnAway(request, pending.to);
    this.metrics.countSignIn('signed-in');
    this.log.info('a customer signed in');
    return pending.to;
  }

  private failed(error: unknown): never {
    if (!(error instanceof SignInError)) throw error;
    const { failure, code, cause } = error;
    this.metrics.countSignIn(failure);
    const err = failure === 'issuer-unavailable' && cause !== undefined ? { err: cause } : {};
    this.log.warn({ failure, code, ...err }, 'a sign-in came to nothing');
    throw error;
  }
}

/** Which sign-in an answer says that it belongs to. */
function stateIn({ url }: FastifyRequest): string | undefined {
  const [state, ...more] = new URLSearchParams(url.split('?', 2)[1]).getAll('state');
  return more.length === 0 ? state : undefined;
}

/** The sign-in that this answer belongs to; an answer is good for one attempt only. */
function takePending({ session }: FastifyRequest, state: string | undefined): Pending | undefined {
  const pending = session.pending?.find((each) => each.state === state);
  if (!pending) return undefined;
  const to = ownPath(pending.to) ?? '/de/my';
  session.pending = session.pending?.filter((each) => each !== pending) ?? [];
  session.answered = [{ state: pending.state, to }, ...(session.answered ?? [])].slice(0, MOST_TABS);
  return { ...pending, to };
}

/** Where this answer has led whoever is still signed in, or their own pages; undefined for whoever is not. */
function ledBefore(request: FastifyRequest, state: string | undefined): string | undefined {
  if (!isSignedIn(request)) return undefined;
  const before = request.session.answered?.find((each) => each.state === state);
  return before?.to ?? `/${languageFor(request)}/my`;
}

/** Whether nobody had to sign in any more. A login that belongs to no customer is another one, which is worth saying. */
function isNeedless(error: unknown, { session }: FastifyRequest): boolean {
  return session.customer !== undefined && error instanceof SignInError && error.failure !== 'no-customer';
}

/** A new id for whoever signs in: nobody can have planted it before. Signed in again, in another tab, the forms that are open stay good. */
async function enter(request: FastifyRequest, customer: string): Promise<void> {
  const { pending = [], answered = [], invitation, draft } = request.session;
  if (request.session.customer !== customer) await request.session.regenerate();
  const now = Date.now();
  const session: Session = request.session;
  Object.assign(session, { customer, signedInAt: now, usedAt: now, pending, answered, invitation, draft });
  delete session.uninvited;
  delete session.turnedAwayFrom;
}

/** A new id here too, unless there is nothing to be had with the one that there is. */
async function turnAway(request: FastifyRequest, from: string): Promise<void> {
  const { pending = [], answered = [], invitation, uninvited } = request.session;
  if (!uninvited) await request.session.regenerate();
  const session: Session = request.session;
  forget(session);
  Object.assign(session, { pending, answered, invitation, turnedAwayFrom: from });
}
