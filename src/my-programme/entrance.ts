import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Database, Queryable } from '../database/database.js';
import type { SignInMetrics, TurnedAway } from '../sign-in/sign-in-metrics.js';
import { ForeignInvitationError, NotInvitedError } from './entrance-errors.js';
import { type Participant, participantOf, programmeOf } from './participant.js';
import type { Visitor } from './visitor.js';

/** Lets in whoever was invited, and nobody else; who is turned away is counted, without anything of theirs. */
@Injectable()
export class Entrance {
  constructor(
    private readonly database: Database,
    private readonly metrics: SignInMetrics,
    private readonly log: Logger,
  ) {}

  /** The signed-in customer's participation in this programme. Throws PageError: 403 uninvited or with another's link. */
  async enter({ request: { session }, customer, code }: Visitor): Promise<Participant> {
    const { invitation } = session;
    // It is judged once: whoever followed another's link may still have an invitation of their own.
    delete session.invitation;
    const participant = await participantOf(this.database.pool, customer, code);
    if (invitation !== undefined && !(await this.isOwn(invitation, customer)))
      throw this.turnAway('foreign-invitation', new ForeignInvitationError(participant?.code));
    if (!participant)
      throw this.turnAway(
        'not-invited',
        new NotInvitedError((await this.isPublished(code)) ? code : undefined),
      );
    if (session.programme !== code) session.programme = code;
    return participant;
  }

  /** The programme that this customer was invited to: where they were last, or an open one. Throws PageError (403). */
  async programme({ request: { session }, customer: customerId }: Visitor): Promise<string> {
    const own = await programmeOf(this.database.pool, customerId, session.programme);
    if (!own) throw this.turnAway('not-invited', new NotInvitedError());
    return own.code;
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
