import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/** An answer whose status is known only when the work is done. */
export class Answer<Body = unknown> {
  constructor(
    readonly status: number,
    readonly body: Body,
  ) {}
}

/** Gives an Answer its status. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((value: unknown): unknown => {
        if (!(value instanceof Answer)) return value;
        void reply.status(value.status);
        return value.body;
      }),
    );
  }
}
