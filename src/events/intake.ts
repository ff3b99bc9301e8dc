import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type FieldProblem, Problem } from '../problems/problem.js';
import { EventClients } from './clients.js';
import { readCloudEvent, type Read } from './cloud-event.js';
import { MOST_UNDELIVERED } from './accept.sql.js';
import { TIME_IN_FUTURE } from './event-types.js';
import { accept, type InboxEvent, type Verdict } from './inbox.js';
import { IntakeMetrics } from './intake-metrics.js';
import type { Receipt } from './receipt.js';
import type { Sent } from './sent.js';

/** Takes events in: checks each, keeps the good ones durably, and says of each what became of it. */
@Injectable()
export class Intake {
  constructor(
    private readonly database: Database,
    private readonly clients: EventClients,
    private readonly metrics: IntakeMetrics,
  ) {}

  /** Resolves once all accepted events are durable. Throws Problem (400, 403, 429) for a single event that is refused. */
  async take(client: string, sent: Sent): Promise<readonly Receipt[]> {
    const read = sent.events.map((event) => this.read(client, event));
    const events = read.flatMap((each) => (each.ok ? [each.event] : []));
    const verdicts = (await accept(this.database.commands.pool, events)).values();
    const receipts = read.map((each, i) => {
      const verdict = each.ok ? verdicts.next().value : undefined;
      this.metrics.events.inc({ outcome: verdict ?? 'refused' });
      return each.ok ? receiptOf(each.event, verdict) : refused(idOf(sent.events[i]), each.refusal);
    });
    if (sent.single) throwIfRefused(receipts[0], read[0]);
    return receipts;
  }

  private read(client: string, input: unknown): Read {
    const read = readCloudEvent(input);
    const refusal = read.ok ? this.clients.refusal(client, read.event) : undefined;
    return refusal ? { ok: false, refusal } : read;
  }
}

/** By then the relay has brought some of what is waiting, unless it is an outage. */
const RETRY_AFTER_SECONDS = 60;

/** The same answer whether or not anybody knows the customer (design, section 4). */
function receiptOf({ id, participationId }: InboxEvent, verdict: Verdict | undefined): Receipt {
  if (verdict === 'time-in-future') return { id, status: 'refused', code: verdict, pointer: '/time' };
  if (verdict === 'unknown-customer' && participationId !== undefined) {
    return { id, status: 'refused', code: 'participation-unknown', pointer: '/data/participationId' };
  }
  if (verdict === 'too-many-undelivered')
    return { id, status: 'refused', code: verdict, retryAfterSeconds: RETRY_AFTER_SECONDS };
  return { id, status: verdict === 'duplicate' ? 'duplicate' : 'accepted' };
}

function refused(id: string | null, { code, pointer, character }: FieldProblem): Receipt {
  return { id, status: 'refused', code, pointer, ...(character !== undefined && { character }) };
}

function idOf(event: unknown): string | null {
  const id = typeof event === 'object' && event !== null && 'id' in event ? event.id : undefined;
  return typeof id === 'string' ? id : null;
}

const REFUSED_BY_INBOX: Readonly<Record<string, string>> = {
  'time-in-future': TIME_IN_FUTURE,
  'participation-unknown':
    'This participation is not one of this customer: correct it, or leave it out to reach every open one.',
  'too-many-undelivered': `${MOST_UNDELIVERED} events of one participation of this customer are still to be delivered: send this one again later.`,
};

const FORBIDDEN = ['source-reserved', 'source-not-allowed', 'type-not-allowed'];

function throwIfRefused(receipt: Receipt | undefined, read: Read | undefined): void {
  if (receipt?.code === undefined) return;
  const { code, pointer = '', character, retryAfterSeconds } = receipt;
  const detail = read?.ok === false ? read.refusal.detail : (REFUSED_BY_INBOX[code] ?? code);
  if (retryAfterSeconds !== undefined)
    throw new Problem(429, code, detail, { headers: { 'retry-after': String(retryAfterSeconds) } });
  throw new Problem(FORBIDDEN.includes(code) ? 403 : 400, code, detail, {
    errors: [{ pointer, code, detail, ...(character !== undefined && { character }) }],
  });
}
