import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import pino from 'pino';
import { Registry } from 'prom-client';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { invitationEndsAt, parseDefinition, termsOf } from '../../src/domain/definition.js';
import { accept, type InboxEvent } from '../../src/events/inbox.js';
import { callHash } from '../../prisma/call-hash.js';
import type { Gateway } from '../../src/relay/bring.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Relay } from '../../src/relay/relay.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import type { TestDatabase } from '../support/database.js';

const parsed = parseDefinition(programme);
if (!parsed.ok) throw new Error('the default programme is none');
const { definition } = parsed;

/** The rule part of the default programme. */
export const TERMS = termsOf(definition, 1);

/** A delivery as tests read it. */
export interface DeliveryRow {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly code: string | null;
  readonly attempts: number;
}

/** An inbox on real PostgreSQL, and relays that bring what is in it. */
export class Inbox {
  readonly registry = new Registry();
  private readonly metrics = relayMetrics(this.registry, this.database.pool);

  private constructor(readonly database: TestDatabase) {}

  /** With the default programme published as version 1. */
  static async open(database: TestDatabase): Promise<Inbox> {
    await database.pool.query(
      `insert into programme_version (code, version, state, definition) values ($1, 1, 'published', $2)`,
      [definition.code, JSON.stringify(definition)],
    );
    return new Inbox(database);
  }

  /** Another relay, as another process would be. */
  relay(gateway: Gateway, now: () => number = Date.now, pool = this.database.pool): Relay {
    const means = {
      gateway,
      programmes: cachedProgrammes(),
      hash: callHash('only-for-tests-only-for-tests-only'),
      now,
    };
    return new Relay(pool, means, this.metrics, pino({ level: 'silent' }));
  }

  /** A participation in this phase; with its `invited` event only when asked for. */
  async participation({ phase = 'quiet', invitedEvent = false } = {}): Promise<string> {
    const id = randomUUID();
    const invitedAt = Date.now();
    const endsAt = invitationEndsAt(definition, invitedAt);
    await this.database.pool.query(
      `with p as (
         insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at,
           invitation_ends_at, next_due_what, next_due_at) values ($1, $2, 1, $6, $3, $4, $5, 'invitation', $5)
       ) insert into mailbox values ($1)`,
      [id, definition.code, phase, new Date(invitedAt), new Date(endsAt), id],
    );
    if (invitedEvent) await this.take(id, 'participation.invited');
    return id;
  }

  /** Takes events of this participation's customer in, in this order. */
  async take(participation: string, ...types: readonly string[]): Promise<void> {
    const events = types.map((type) => eventOf(participation, type));
    for (const event of events) await accept(this.database.pool, [event]);
  }

  /** What became of this participation's events, in the order of acceptance. */
  async deliveries(participation: string): Promise<readonly DeliveryRow[]> {
    const { rows } = await this.database.pool.query<DeliveryRow>(
      `select d.id, e.type, d.status, d.code, d.attempts from delivery d join event e on e.seq = d.event_seq
       where participation_id = $1 order by d.id`,
      [participation],
    );
    return rows;
  }

  /** Lets every backoff be over. */
  async letTimePass(): Promise<void> {
    await this.database.pool.query(
      `update delivery set next_try_at = now() - interval '1 second' where status = 'pending'`,
    );
  }

  /** When the one pending delivery of this participation is tried again, in whole seconds from now. */
  async againInSeconds(participation: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ seconds: number }>(
      `select round(extract(epoch from next_try_at - now()))::int as seconds
       from delivery where participation_id = $1 and status = 'pending'`,
      [participation],
    );
    return rows[0]?.seconds ?? NaN;
  }

  /** As its step does: this delivery was applied. */
  async recorded(delivery: string): Promise<void> {
    await this.database.pool.query(`update delivery set status = 'applied', step = 1 where id = $1`, [
      delivery,
    ]);
  }

  /** A figure of the relay's metrics. */
  async metric(name: string): Promise<number | undefined> {
    const line = (await this.registry.metrics()).split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  }
}

/**
 * What the work answers, and how many rows of the table it read, by index or otherwise. A difference: the connection may
 * still hold counts of earlier transactions, which it hands on only once a second.
 */
export async function countingReads<T>(
  client: PoolClient,
  table: string,
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly read: number }> {
  const before = await rowsRead(client, table);
  const answer = await work();
  return { answer, read: (await rowsRead(client, table)) - before };
}

async function rowsRead(client: PoolClient, table: string): Promise<number> {
  const { rows } = await client.query<{ read: string }>(
    `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read
     from pg_stat_xact_user_tables where relname = $1`,
    [table],
  );
  return Number(rows[0]?.read ?? 0);
}

function eventOf(subject: string, type: string): InboxEvent {
  const data = type.startsWith('hotline.') ? { callId: randomUUID() } : {};
  return { source: 'urn:test', id: randomUUID(), time: new Date().toISOString(), type, subject, data };
}
