import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { Admission } from './admission.js';
import { ForgedFormError, SignInNeededError } from './door-errors.js';
import { use } from './session.js';
import { SignInMetrics } from './sign-in-metrics.js';

/**
 * Lets only signed-in customers through, and forms only from our own pages; everybody else goes to sign in and comes back. Who comes back
 * without an invitation is told so, and signs in anew with the next page: there may be one by then.
 */
@Injectable()
export class CustomerGuard implements CanActivate {
  constructor(
    private readonly metrics: SignInMetrics,
    private readonly admission: Admission,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const sends = request.method !== 'GET' && request.method !== 'HEAD';
    if (request.session.customer === undefined) {
      if (sends) await this.admission.keepUnsent(request);
      throw await this.stopped(request);
    }
    if (sends && !isOwnForm(request)) {
      await this.admission.keepUnsent(request);
      this.metrics.countTurnedAway('forged-form');
      throw new ForgedFormError();
    }
    use(request.session, Date.now());
    return true;
  }

  private async stopped(request: FastifyRequest): Promise<Error> {
    const { session, url } = request;
    if (!session.uninvited || session.turnedAwayFrom !== url.split('?', 1)[0])
      return new SignInNeededError(url);
    delete session.turnedAwayFrom;
    return this.admission.refusal(request);
  }
}

/** A page that needs a signed-in customer: redirects to sign-in otherwise; what is not GET needs the form's `_csrf`. */
export function ForCustomers() {
  return applyDecorators(Scoped('none'), UseGuards(CustomerGuard));
}

/** The customerId of whoever has signed in; only behind `ForCustomers`. */
export const Customer = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { session, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
  if (session.customer === undefined) throw new Error(`${routeOptions.url} needs @ForCustomers()`);
  return session.customer;
});

/** Whether the form holds the token that this session's pages carry. */
export function isOwnForm(request: FastifyRequest): boolean {
  let own = false;
  const refusing = { send: () => refusing } as FastifyReply;
  request.server.csrfProtection(request, refusing, () => (own = true));
  return own;
}
