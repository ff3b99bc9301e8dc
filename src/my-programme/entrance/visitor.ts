import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codeSchema } from '../../domain/schema.js';
import type { Language } from '../../domain/wording.js';
import { type Account, accountOf } from '../../pages/account.js';
import { languageIn } from '../../pages/html.js';
import { NoSuchPageError } from './entrance-errors.js';
import { homeOf } from '../../pages/ways.js';

/** A signed-in customer on one of the pages below /{language}/my/{code}. */
export interface Visitor {
  readonly customer: string;
  readonly language: Language;
  /** The programme's. */
  readonly code: string;
  /** The address at which this programme's pages begin, in that language. */
  readonly home: string;
  readonly account: Account;
  readonly request: FastifyRequest;
}

/** Who visits, by session and address; only behind `ForCustomers`. */
export const TheVisitor = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const http = context.switchToHttp();
  return visitorOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

function visitorOf(request: FastifyRequest, reply: FastifyReply): Visitor {
  const { language: spoken = '', code = '' } = request.params as Readonly<Record<string, string>>;
  const language = languageIn(spoken);
  if (language === undefined || (code !== '' && !codeSchema.safeParse(code).success))
    throw new NoSuchPageError();
  const home = homeOf(language, code);
  const account = accountOf(request, reply, code === '' ? {} : { home });
  const { customer } = request.session;
  if (!account || customer === undefined)
    throw new Error(`${request.routeOptions.url} needs @ForCustomers()`);
  return { customer, language, code, home, account, request };
}
