import type { Queryable } from '../database/database.js';
import { ACCEPT } from './accept.sql.js';
import { isVisit } from './event-types.js';

/** An event or a command as the inbox takes it; `time` is ISO 8601 UTC, `subject` the customerId. */
export interface InboxEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly data: object;
  /** Only this participation of the customer's; without it every open one. */
  readonly participationId?: string;
}

/**
 * What became of an event: kept with its deliveries; nothing, as source and id are known; nothing, as its `time` is
 * more than 5 minutes ahead of a participation's clock; nothing, as nobody knows the customer; nothing for now, as a participation has too
 * many undelivered events, which no command of ours and no stop is refused for. Hotline calls of whoever a wave has assigned are kept without
 * a delivery.
 */
export type Verdict =
  'accepted' | 'duplicate' | 'time-in-future' | 'unknown-customer' | 'too-many-undelivered';

/**
 * Puts events and their deliveries into the inbox, all in one statement and so in one transaction, and tells the
 * relay; answers a verdict for each in the same order. Participations are locked in the order of their ids, so that
 * neither a closing step (R16) nor another writer overtakes, and no two writers wait for each other.
 */
export async function accept(db: Queryable, events: readonly InboxEvent[]): Promise<readonly Verdict[]> {
  if (events.length === 0) return [];
  const incoming = events.map((event, n) => ({
    n,
    source: event.source,
    id: event.id,
    type: event.type,
    time: event.time,
    subject: event.subject,
    data: event.data,
    participation: event.participationId,
    visit: isVisit(event.type),
  }));
  const { rows } = await db.query<{ verdict: Verdict }>({
    name: 'accept-events',
    text: ACCEPT,
    values: [JSON.stringify(incoming), [...new Set(events.map(({ subject }) => subject))]],
  });
  return rows.map(({ verdict }) => verdict);
}
