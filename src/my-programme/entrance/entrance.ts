import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { FastifyRequest } from 'fastify';
import type { Database, Queryable } from '../../database/database.js';
import { codeSchema } from '../../domain/schema.js';
import { Admission } from '../../sign-in/admission.js';
import { forget, type Remembered } from '../../sign-in/session.js';
import type { SignInMetrics, TurnedAway } from '../../sign-in/sign-in-metrics.js';
import { keepDraft } from '../appeals/drafts.js';
import { ForeignInvitationError, NotInvitedError } from './entrance-errors.js';
import { type Participant, participantOf, programmeOf } from './participant.js';
import type { Visitor } from './visitor.js';

/** Lets in whoever was invited, and nobody else; who is turned away is counted, and nothing of theirs is kept. */
@Injectable()
export class Entrance extends Admission {
  constructor(
    private readonly database: Database,
    private readonly metrics: SignInMetrics,
    private readonly log: Logger,
  ) {
    super();
  }

  async isInvited(customerId: string): Promise<boolean> {
    return (await programmeOf(this.database.pool, customerId)) !== undefined;
  }

  /** Another's link that was followed comes first; it is judged once. */
  async refusal({ session, params }: FastifyRequest): Promise<Error> {
    const { invitation } = session;
    delete session.invitation;
    if (invitation !== undefined) return this.turnAway('foreign-invitation', new ForeignInvitationError());
    return this.notInvited(session, (params as Readonly<Record<string, string>>)['code']);
  }

  keepUnsent(request: FastifyRequest): Promise<void> {
    return keepDraft(this.database.pool, request);
  }

  /** The signed-in customer's participation in this programme. Throws PageError: 403 uninvited or with another's link. */
  async enter({ request: { session }, customer, code }: Visitor): Promise<Participant> {
    const { invitation } = session;
    // It is judged once: whoever followed another's link may still have an invitation of their own.
    delete session.invitation;
    const participant = await participantOf(this.database.pool, customer, code);
    const foreign = invitation !== undefined && !(await this.isOwn(invitation, customer));
    if (participant && !foreign) {
      if (session.programme !== code) session.programme = code;
      return participant;
    }
    if (!participant && !(await programmeOf(this.database.pool, customer))) forget(session);
    if (foreign) throw this.turnAway('foreign-invitation', new ForeignInvitationError(participant?.code));
    throw await this.notInvited(session, code);
  }

  /** The programme that this customer was invited to: where they were last, or an open one. Throws PageError (403). */
  async programme({ request: { session }, customer }: Visitor): Promise<string> {
    const own = await programmeOf(this.database.pool, customer, session.programme);
    if (own) return own.code;
    forget(session);
    throw await this.notInvited(session);
  }

  private async notInvited({ customer }: Remembered, code?: string): Promise<Error> {
    const open = code !== undefined && (await this.isPublished(code)) ? { code } : {};
    return this.turnAway('not-invited', new NotInvitedError({ known: customer !== undefined, ...open }));
  }

  private async isOwn(participation: string, customerId: string): Promise<boolean> {
    const db: Queryable = this.database.pool;
    const { rowCount } = await db.query('select from participation where id = $1 and customer_id = $2', [
      participation,
      customerId,
    ]);
    return rowCount === 1;
  }

  private async isPublished(code: string): Promise<boolean> {
    if (!codeSchema.safeParse(code).success) return false;
    const { rowCount } = await this.database.pool.query(
      `select from programme_version where code = $1 and state = 'published' limit 1`,
      [code],
    );
    return rowCount === 1;
  }

  private turnAway<E extends Error>(reason: TurnedAway, error: E): E {
    this.metrics.countTurnedAway(reason);
    this.log.info({ reason }, 'a signed-in customer was turned away');
    return error;
  }
}
