import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Contender, JOURNEY, type JourneyEvent } from './contender.js';

const LOOK_EVERY_MS = 25;
const GIVE_UP_MS = 180_000;

/** Runs `count` of something, `atATime` side by side; answers how many a second. */
export type Race = (contender: Contender, count: number, atATime: number) => Promise<number>;

/** Journeys, each event sent singly. */
export const journeysPerSecond: Race = race(JOURNEY, 'completed');

/** Invitations until their workflows have started. */
export const invitationsPerSecond: Race = race([], 'started');

/** Participations from the invitation until a registered one is no longer waiting for anything. */
export const registrationsPerSecond: Race = race(['registered'], 'started');

/** Invites a customer, reports these events and waits until the contender says that it is done. */
function race(events: readonly JourneyEvent[], done: 'completed' | 'started'): Race {
  return async (contender, count, atATime) => {
    const waiting = new Waiting((customers) => contender[done](customers));
    const looking = waiting.look();
    const startedAt = performance.now();
    let left = count;
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        while (left-- > 0) {
          const customer = randomUUID();
          await contender.invite(customer);
          for (const event of events) await contender.report(customer, event);
          await waiting.for(customer);
        }
      }),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    waiting.stop();
    await looking;
    return count / seconds;
  };
}

type Done = (customers: readonly string[]) => Promise<readonly string[]>;

/** Asks for all open journeys at once, so that asking costs little whoever is asked; the limit answers from memory. */
class Waiting {
  private readonly open = new Map<string, () => void>();
  private stopped = false;

  constructor(private readonly done: Done) {}

  for(customer: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a journey did not complete')), GIVE_UP_MS);
      this.open.set(customer, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  async look(): Promise<void> {
    while (!this.stopped) {
      const customers = [...this.open.keys()];
      const done = customers.length > 0 ? await this.done(customers) : [];
      for (const customer of done) {
        this.open.get(customer)?.();
        this.open.delete(customer);
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  stop(): void {
    this.stopped = true;
  }
}
