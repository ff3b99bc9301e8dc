import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Counts actions in self-service; bound to the session by whoever knows it. */
export interface Visits {
  /** Keeps a visit of the customer who is signed in, now; nothing where nobody is. Throws when it could not be kept. */
  count(request: FastifyRequest): Promise<void>;
}

/** Counts visits without holding anybody up: one that cannot be kept now is logged, as every other action closes the same gap. */
export class VisitCounter {
  constructor(
    private readonly visits: Visits,
    private readonly log: Logger,
  ) {}

  /** Counts it if somebody asked for it. */
  async count(request: FastifyRequest): Promise<void> {
    if (!isByHand(request)) return;
    await this.visits
      .count(request)
      .catch((err: unknown) => this.log.warn({ err }, 'a visit could not be kept'));
  }
}

/** Makes opening a page a visit, before the page is made. */
@Injectable()
export class OpeningIsVisit implements NestInterceptor {
  constructor(private readonly visits: VisitCounter) {}

  async intercept(context: ExecutionContext, next: CallHandler) {
    await this.visits.count(context.switchToHttp().getRequest<FastifyRequest>());
    return next.handle();
  }
}

/** Not what a browser or a link checker fetches on its own. */
function isByHand({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['sec-purpose'] === undefined && headers['purpose'] === undefined;
}
