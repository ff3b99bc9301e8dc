import { z } from 'zod';
import type { Letter } from './letters.js';

const whom = {
  channel: z.enum(['sms', 'email']).optional(),
  to: z.string().optional(),
  times: z.int().positive().default(1),
};

/** How both servers are to behave for the next `times` messages (of one channel, to one address, where given); then `ok` again. */
export const Behaviour = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('ok') }),
  z
    .strictObject({ mode: z.literal('fail'), ...whom })
    .meta({ description: 'HTTP 500 or SMTP 451: nothing arrived' }),
  z
    .strictObject({ mode: z.literal('refuse'), ...whom })
    .meta({ description: 'HTTP 400 or SMTP 550: there is no such address' }),
  z
    .strictObject({ mode: z.literal('lose-answer'), ...whom })
    .meta({ description: 'the message arrives, the connection breaks before anybody is told' }),
  z
    .strictObject({ mode: z.literal('undeliverable'), ...whom })
    .meta({ description: 'taken, and its delivery fails: TMF681 says state failed' }),
]);
export type Behaviour = z.infer<typeof Behaviour>;

/** The one behaviour in force. */
export class Conduct {
  private current: Behaviour = { mode: 'ok' };

  set(behaviour: Behaviour): void {
    this.current = behaviour;
  }

  show(): Behaviour {
    return this.current;
  }

  /** How this message fares, counted down. */
  towards({ channel, to }: Pick<Letter, 'channel' | 'to'>): Behaviour['mode'] {
    const { current } = this;
    if (current.mode === 'ok') return 'ok';
    if ((current.channel ?? channel) !== channel || (current.to ?? to) !== to) return 'ok';
    this.current = current.times === 1 ? { mode: 'ok' } : { ...current, times: current.times - 1 };
    return current.mode;
  }
}
