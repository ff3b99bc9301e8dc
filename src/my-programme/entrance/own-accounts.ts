import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Queryable } from '../../database/database.js';
import type { Language } from '../../domain/wording.js';
import { type Account, accountOf, Accounts } from '../../pages/account.js';
import { homeOf } from '../../pages/ways.js';
import { programmeOf } from './participant.js';

/** Leads whoever has signed in to their own pages: of this programme, or of the one where they were last, or of any. */
export class OwnAccounts extends Accounts {
  constructor(private readonly db: Queryable) {
    super();
  }

  async of(
    request: FastifyRequest,
    reply: FastifyReply,
    language: Language,
    code?: string,
  ): Promise<Account | undefined> {
    const { customer, programme } = request.session ?? {};
    const own = customer === undefined ? undefined : await programmeOf(this.db, customer, code ?? programme);
    return accountOf(request, reply, own && { home: homeOf(language, own.code), registered: own.registered });
  }
}
