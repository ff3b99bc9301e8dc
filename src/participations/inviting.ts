import { v7 as newId } from 'uuid';
import { customerHashes, type ErasedAs, erasedAmong } from '../../prisma/erased.js';
import { type Database, type Queryable } from '../database/database.js';
import type { Instant } from '../domain/terms.js';
import { inFuture, TIME_IN_FUTURE } from '../events/event-types.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import { type Idempotency } from '../idempotency/idempotency.js';
import { invalidRequest } from '../problems/fields.js';
import { Problem } from '../problems/problem.js';
import { type PublishedProgrammes } from '../programmes/published.js';
import { takesPartElsewhere } from './excluded.sql.js';
import type { Invitation } from './invitation.js';
import { type Entry, insertParticipations, wholeSecond } from './new-participation.js';
import { rowOf } from './rows.js';
import { type Views } from './views.js';

/** So often what stood in the way may be gone when it is asked for. */
const MOST_ROUNDS = 5;

/** Lets a customer in (R1). */
export class Inviting {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly programmes: PublishedProgrammes,
    private readonly views: Views,
    private readonly hashKey: string,
  ) {}

  /** 201 with the new participation, or 200 with the one that the customer already has. Throws Problem (400, 409 when held out, in an excluding programme or erased, 422, 503). */
  invite(call: Call, invitation: Invitation): Promise<Answer> {
    const work = (db: Queryable) => this.inviteIn(db, invitation, call.client);
    // The statement that writes is a transaction of its own; only a remembered answer needs a longer one.
    return call.repeatable ? this.idempotency.once(call, work) : work(this.database.commands.pool);
  }

  private async inviteIn(db: Queryable, invitation: Invitation, by: string): Promise<Answer> {
    const programme = await this.programmes.required(db, invitation.programme);
    refuseFuture(invitation, programme.now);
    const erasedHashes = customerHashes(this.hashKey, invitation.programme, invitation.customerId);
    return this.enter(db, { invitation, programme, invitedAt: wholeSecond(programme.now), by, erasedHashes });
  }

  private async enter(db: Queryable, entry: Omit<Entry, 'id'>): Promise<Answer> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const answer = await this.enterOnce(db, entry);
      if (answer) return answer;
    }
    throw undecided();
  }

  /** Undefined when what stood in the way, an invitation or another programme, has ended just now, so that a new one may begin. */
  private async enterOnce(db: Queryable, entry: Omit<Entry, 'id'>): Promise<Answer | undefined> {
    const [created] = await insertParticipations(db, [{ ...entry, id: newId() }]);
    if (created) return new Answer(201, await this.views.of(db, created));
    const { programme, customerId } = entry.invitation;
    const erased = (await erasedAmong(db, this.hashKey, programme, [customerId])).get(customerId);
    if (erased) throw notAgain(erased);
    const existing = await rowOf(db, programme, customerId);
    if (existing) return new Answer(200, await this.views.of(db, existing));
    if (await isHeldOut(db, entry.invitation)) throw heldOut();
    if (await isElsewhere(db, entry)) throw excluded();
    return undefined;
  }
}

function notAgain(erasedAs: ErasedAs): Problem {
  const detail = 'This customer was erased, or is about to be, and is not invited to this programme again.';
  return new Problem(409, erasedAs, detail);
}

function undecided(): Problem {
  const detail = 'What stands in the way of this invitation comes and goes just now: send it again.';
  return new Problem(503, 'invitation-undecided', detail, { headers: { 'retry-after': '1' } });
}

async function isHeldOut(db: Queryable, { customerId, programme }: Invitation): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from assignment where customer_id = $1 and programme_code = $2 and arm = 'held-out'`,
    [customerId, programme],
  );
  return rowCount === 1;
}

function heldOut(): Problem {
  const detail =
    'A wave has drawn this customer for the holdout of this programme: invite somebody else. Only cancelling a wave that was never sent gives its customers back.';
  return new Problem(409, 'held-out', detail);
}

async function isElsewhere(db: Queryable, { invitation, programme }: Omit<Entry, 'id'>): Promise<boolean> {
  const { rows } = await db.query<{ elsewhere: boolean }>(
    `select ${takesPartElsewhere('$1', '$2', '$3::text[]')} as elsewhere`,
    [invitation.customerId, invitation.programme, programme.definition.excludes ?? []],
  );
  return rows[0]?.elsewhere ?? false;
}

function excluded(): Problem {
  const detail =
    'This customer takes part in a programme that excludes this one, or that this one excludes: invite them when that has ended.';
  return new Problem(409, 'excluded-by-programme', detail);
}

/** Events from the future are refused here as at the inbox. */
function refuseFuture({ reached }: Invitation, now: Instant): void {
  const i = reached.findIndex(({ time }) => inFuture(time, now));
  if (i < 0) return;
  throw invalidRequest([{ pointer: `/reached/${i}/time`, code: 'time-in-future', detail: TIME_IN_FUTURE }]);
}
