import { Injectable } from '@nestjs/common';
import type { Html } from '../pages/html.js';
import { document, type Operator } from '../pages/layout.js';
import { Entrance } from './entrance.js';
import { ExpiredInvitationError } from './entrance-errors.js';
import { isExpired } from './participant.js';
import type { Visitor } from './visitor.js';

/** Makes the pages of a customer's own participation. */
@Injectable()
export class MyProgramme {
  constructor(
    private readonly entrance: Entrance,
    private readonly operator: Operator,
  ) {}

  /** The programme that this customer was invited to. Throws PageError (403). */
  programme({ customer }: Visitor): Promise<string> {
    return this.entrance.programme(customer);
  }

  /** Where the customer stands. Throws PageError: 403 uninvited, 410 too late. */
  async show(visitor: Visitor): Promise<Html> {
    const participant = await this.entrance.enter(visitor);
    if (isExpired(participant)) throw new ExpiredInvitationError();
    const { language, account } = visitor;
    const frame = { language, account, title: participant.code, operator: this.operator };
    return { status: 200, html: document(frame, <h1>{participant.phase}</h1>) };
  }
}
