import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Contender, JOURNEY } from './contender.js';

const LOOK_EVERY_MS = 25;
const GIVE_UP_MS = 180_000;

/** Journeys a second: `count` of them, `atATime` side by side, each event sent singly. */
export function journeysPerSecond(contender: Contender, count: number, atATime: number): Promise<number> {
  return perSecond(
    count,
    atATime,
    (waiting) => async () => {
      const customer = randomUUID();
      await contender.invite(customer);
      for (const event of JOURNEY) await contender.report(customer, event);
      await waiting.for(customer);
    },
    (customers) => contender.completed(customers),
  );
}

/** Invitations a second until their workflows have started. */
export function invitationsPerSecond(contender: Contender, count: number, atATime: number): Promise<number> {
  return perSecond(
    count,
    atATime,
    (waiting) => async () => {
      const customer = randomUUID();
      await contender.invite(customer);
      await waiting.for(customer);
    },
    (customers) => contender.started(customers),
  );
}

/** Participations a second from the invitation until a registered one is no longer waiting for anything. */
export function registrationsPerSecond(
  contender: Contender,
  count: number,
  atATime: number,
): Promise<number> {
  return perSecond(
    count,
    atATime,
    (waiting) => async () => {
      const customer = randomUUID();
      await contender.invite(customer);
      await contender.report(customer, 'registered');
      await waiting.for(customer);
    },
    (customers) => contender.started(customers),
  );
}

type Done = (customers: readonly string[]) => Promise<readonly string[]>;

async function perSecond(
  count: number,
  atATime: number,
  journey: (waiting: Waiting) => () => Promise<void>,
  done: Done,
): Promise<number> {
  const waiting = new Waiting(done);
  const run = journey(waiting);
  const looking = waiting.look();
  const startedAt = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (left-- > 0) await run();
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  waiting.stop();
  await looking;
  return count / seconds;
}

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
