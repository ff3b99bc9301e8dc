import type { Queryable } from '../../database/database.js';
import { OWN_SOURCE, type CommandType } from '../../domain/commands.js';
import type { EventType } from '../../events/event-types.js';
import { accept, type Verdict } from '../../events/inbox.js';

/** What a customer did on a page: an event like any other, which reaches this participation only. */
export interface OwnEvent {
  readonly participation: string;
  readonly customer: string;
  readonly type: EventType | CommandType;
  /** With the participation it makes the event's id, so that doing it twice is one event. */
  readonly once: string;
  readonly time: Date;
  readonly data?: object;
}

/** The inbox has never heard of a participation that was there a moment ago, or finds our own clock ahead: nothing was kept. */
export class NotAcceptedError extends Error {
  override readonly name = 'NotAcceptedError';
  constructor(type: string, verdict: Verdict | undefined) {
    super(`the inbox did not take ${type}: ${verdict ?? 'no verdict'}`);
  }
}

/** Puts it into the inbox; resolves also when it is there already. Throws NotAcceptedError. */
export async function report(db: Queryable, event: OwnEvent): Promise<void> {
  const { participation, customer, type, once, time, data = {} } = event;
  const [verdict] = await accept(db, [
    {
      source: OWN_SOURCE,
      id: `${participation}/${once}`,
      type,
      time: time.toISOString(),
      subject: customer,
      data,
      participationId: participation,
    },
  ]);
  if (verdict !== 'accepted' && verdict !== 'duplicate') throw new NotAcceptedError(type, verdict);
}
