import { randomUUID } from 'node:crypto';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { createJournal } from '../../activities/steps/journal.js';
import type { QuickTry } from '../../activities/grants/quick-try.js';
import { decide } from '../../src/domain/decide.js';
import { parseDefinition, termsOf } from '../../src/domain/definition.js';
import type { Message } from '../../src/domain/message.js';
import { evolve, invited, type State } from '../../src/domain/state.js';
import type { Told } from '../../src/domain/told.js';
import { accept } from '../../src/events/inbox.js';
import type { Journal, Recorded, StepProposal, Stored } from '../../workflows/contract/participation.js';
import type { TestDatabase } from '../support/database.js';

const parsed = parseDefinition(programme);
if (!parsed.ok) throw new Error('the default programme is none');

/** The rule part of the default programme. */
export const TERMS = termsOf(parsed.definition, 1);
export const DAY = 86_400_000;
/** Everybody is invited then, and the clock handed in runs from there. */
export const INVITED = Date.UTC(2026, 0, 1);

type Unaddressed<M> = M extends Message ? Omit<M, 'delivery' | 'acceptedAt'> : never;
/** What is said, without the delivery that brings it; accepted when it happens unless told otherwise. */
export type Said = Unaddressed<Message> & { readonly acceptedAt?: number };

/** What each delivery says: the events of these tests are all alike. */
const SAID = new Map<string, Message>();

/** One participation on real PostgreSQL, and its journal as a workflow uses it. */
export class Ledger {
  state: State = invited({ invitedAt: INVITED, endsAt: INVITED + 60 * DAY });
  steps = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly id: string,
  ) {}

  static async open(database: TestDatabase): Promise<Ledger> {
    const id = randomUUID();
    await database.pool.query(
      `with p as (
         insert into participation (id, programme_code, programme_version, customer_id, invited_at,
           invitation_ends_at, next_due_what, next_due_at)
         values ($1, $2, 1, $4, $3, $3::timestamptz + interval '60 days', 'invitation', $3)
       ) insert into mailbox values ($1)`,
      [id, programme.code, new Date(INVITED), id],
    );
    return new Ledger(database, id);
  }

  /** Puts an event into the inbox; answers its delivery, which waits for an outcome. */
  async deliver(type = 'hotline.called', data: object = { callId: 'call-1' }): Promise<string> {
    const event = {
      source: 'urn:test',
      id: randomUUID(),
      type,
      data,
      subject: this.id,
      time: new Date(INVITED).toISOString(),
    };
    await accept(this.database.pool, [event]);
    const { rows } = await this.database.pool.query<{ id: string }>(
      `select d.id from delivery d join event e on e.seq = d.event_seq where e.id = $1`,
      [event.id],
    );
    return rows[0]?.id ?? '';
  }

  /** What is said, each as a delivery of its own. */
  async hear(...said: readonly Said[]): Promise<readonly Message[]> {
    const heard: Message[] = [];
    for (const each of said) heard.push({ acceptedAt: each.time, ...each, delivery: await this.deliver() });
    return heard.map((each) => this.says(each));
  }

  /** Has the inbox say this of its delivery. */
  says<Said extends Message>(message: Said): Said {
    SAID.set(message.delivery ?? '', message);
    return message;
  }

  /** The next step that follows from this at `now`. */
  propose(heard: readonly Message[], now: number): StepProposal {
    const proposal = decide(this.state, heard, TERMS, now);
    const asksAgain = { what: 'waiting for undelivered events', at: now + 60_000 };
    return {
      participation: this.id,
      n: this.steps + 1,
      state: this.state,
      terms: TERMS,
      proposal,
      asksAgain,
    };
  }

  /** Records without crediting anything: every new grant stays uncredited. */
  record(step: StepProposal): Promise<Recorded> {
    return journalOf(this.database).record(step);
  }

  /** One whole step as the workflow makes it; fails when it is refused. */
  async step(now: number, ...said: readonly Said[]): Promise<Stored> {
    const recorded = await this.record(this.propose(await this.hear(...said), now));
    if ('undelivered' in recorded) throw new Error('refused');
    this.goOnFrom(recorded);
    return recorded;
  }

  goOnFrom(stored: Stored): void {
    if (stored.facts.length > 0) this.steps += 1;
    this.state = evolve(this.state, stored);
  }

  async row(): Promise<Row> {
    const { rows } = await this.database.pool.query<Row>('select * from participation where id = $1', [
      this.id,
    ]);
    if (!rows[0]) throw new Error('the participation is gone');
    return rows[0];
  }

  /** The outcome of one delivery. */
  async outcome(delivery: string): Promise<{ status: string; code: string | null; step: number | null }> {
    const { rows } = await this.database.pool.query<{
      status: string;
      code: string | null;
      step: number | null;
    }>('select status, code, step from delivery where id = $1', [delivery]);
    if (!rows[0]) throw new Error('the delivery is gone');
    return rows[0];
  }

  /** The codes of its grants, in order. */
  async grants(): Promise<readonly string[]> {
    const { rows } = await this.database.pool.query<{ code: string }>(
      'select code from "grant" where participation_id = $1 order by code',
      [this.id],
    );
    return rows.map(({ code }) => code);
  }
}

/** The columns that a step writes. */
export interface Row {
  steps: number;
  phase: string;
  ended_because: string | null;
  registered_at: Date | null;
  quiet_starts_at: Date | null;
  quiet_ends_at: Date | null;
  forfeited_by: string | null;
  reached: Record<string, string>;
  granted_megabytes: number;
  last_visit_at: Date | null;
  next_due_what: string | null;
  next_due_at: Date | null;
}

/** A journal whose first tries come to this; nothing else. */
export function journalOf({ pool }: TestDatabase, quickTry: QuickTry = async (grants) => grants): Journal {
  const evidence = async () => ({ terms: TERMS, read: (told: Told) => SAID.get(told.delivery) });
  return createJournal({ pool, evidence, onUnproven: () => undefined, quickTry, firstTryMs: 1_000 });
}

/** Registered `days` after the invitation, with a quiet period of nine months. */
export function registered(days: number): Said {
  const time = INVITED + days * DAY;
  return { type: 'registered', time, quietEndsAt: time + 270 * DAY };
}
