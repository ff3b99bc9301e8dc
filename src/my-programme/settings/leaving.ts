import type { Database } from '../../database/database.js';
import { OPEN_PHASES } from '../../domain/phase.js';
import { report } from '../reporting/own-events.js';
import type { Participant } from '../entrance/participant.js';
import { lockOwn } from '../entrance/participant-lock.js';

/** How a customer ends the own participation (R11). */
export type Stop = 'leave' | 'withdraw';

/** Ends participations by their customers' own will; once, however often it is asked for. */
export class Leaving {
  constructor(private readonly database: Database) {}

  /**
   * Resolves when it is accepted, with whether there was anything to end. Where the participation has ended already, nobody can leave it, but
   * a consent can be withdrawn all the same. Throws PageError (403).
   */
  async stop({ id }: Participant, customer: string, how: Stop): Promise<boolean> {
    return this.database.transaction(async (client) => {
      const { phase, now: time } = await lockOwn(client, customer, id);
      const open = OPEN_PHASES.some((each) => each === phase);
      const event = { participation: id, customer, time, data: { by: 'customer' } };
      if (how === 'withdraw')
        await report(client, { ...event, type: 'consent.withdrawn', once: 'consent-withdrawn' });
      else if (open) await report(client, { ...event, type: 'participation.left', once: 'left' });
      return open;
    });
  }
}
