import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Language } from '../domain/wording.js';
import type { Admission } from './admission.js';
import type { OpenId } from './openid.js';
import { ownPath } from './own-path.js';
import { forget, type Pending } from './session.js';
import { SignInError } from './sign-in-error.js';
import type { SignInMetrics } from './sign-in-metrics.js';

/** Several tabs may be on their way at once; what is older was given up. */
const MOST_PENDING = 5;

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
    session.pending = [pending, ...(session.pending ?? [])].slice(0, MOST_PENDING);
    return url;
  }

  /** Takes the issuer's answer, once, and answers the path to go on to; of whoever was invited to nothing nothing is kept. Throws SignInError. */
  async finish(request: FastifyRequest): Promise<string> {
    const pending = takePending(request);
    if (!pending) return this.failed(new SignInError('unknown-answer'));
    const customer = await this.openId
      .finish(request.url, pending)
      .catch((error: unknown) => this.failed(error));
    if (await this.admission.isInvited(customer)) await enter(request, customer);
    else await turnAway(request, pending.to);
    this.metrics.countSignIn('signed-in');
    this.log.info('a customer signed in');
    return pending.to;
  }

  /** Ends the session here and answers where the browser signs out at the issuer, to read in this language that it is done. */
  async leave({ session }: FastifyRequest, reply: FastifyReply, language: Language): Promise<string> {
    // first, so that the browser forgets it even if the store fails
    reply.clearCookie(this.cookie, { path: '/' });
    await session.destroy();
    return this.openId.leave(language);
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

/** The sign-in that this answer belongs to; an answer is good for one attempt only. */
function takePending({ session, url }: FastifyRequest): Pending | undefined {
  const [state, ...more] = new URLSearchParams(url.split('?', 2)[1]).getAll('state');
  const pending = more.length === 0 ? session.pending?.find((each) => each.state === state) : undefined;
  if (pending) session.pending = session.pending?.filter((each) => each !== pending) ?? [];
  return pending && { ...pending, to: ownPath(pending.to) ?? '/de/my' };
}

/** A new id for whoever signs in: nobody can have planted it before. Signed in again, in another tab, the forms that are open stay good. */
async function enter(request: FastifyRequest, customer: string): Promise<void> {
  const { pending = [], invitation, draft } = request.session;
  if (request.session.customer !== customer) await request.session.regenerate();
  const now = Date.now();
  const session: Session = request.session;
  Object.assign(session, { customer, signedInAt: now, usedAt: now, pending, invitation, draft });
  delete session.uninvited;
  delete session.turnedAwayFrom;
}

/** A new id here too, unless there is nothing to be had with the one that there is. */
async function turnAway(request: FastifyRequest, from: string): Promise<void> {
  const { pending = [], invitation, uninvited } = request.session;
  if (!uninvited) await request.session.regenerate();
  const session: Session = request.session;
  forget(session);
  Object.assign(session, { pending, invitation, turnedAwayFrom: from });
}
