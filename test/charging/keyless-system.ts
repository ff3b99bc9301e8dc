import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { type Heard, type Line, scriptedSystem } from './scripted-system.js';

interface Booking {
  readonly id: string;
  readonly status: 'completed';
  readonly requestor: { readonly id: string };
}

/** A charging system that ignores Idempotency-Keys and may work on a top-up for as long as the test likes. */
export interface KeylessSystem {
  readonly url: string;
  /** From now on it works on each top-up, unanswered or with this for an answer, and books none. */
  works(answer?: Line): void;
  /** Books all that it works on, and from now on each at once. */
  books(): void;
  /** How many top-ups of this requestor it was sent. */
  asked(requestor: string): number;
  /** How often it was asked what it has booked for this requestor. */
  lookUps(requestor: string): number;
  /** How many top-ups of this requestor it has booked. */
  booked(requestor: string): number;
}

/** Starts one that books at once until told otherwise; it is closed after the file's last test. */
export async function keylessSystem(): Promise<KeylessSystem> {
  const [asked, lookedUp]: [string[], string[]] = [[], []];
  const bookings: Booking[] = [];
  let work:
    { readonly over: Promise<void>; readonly end: () => void; readonly answer: Line | undefined } | undefined;

  const create = async ({ body }: Heard): Promise<Line> => {
    const { requestor } = body as Pick<Booking, 'requestor'>;
    asked.push(requestor.id);
    const booking: Booking = { id: randomUUID(), status: 'completed', requestor };
    const booked = (work?.over ?? Promise.resolve()).then(() => bookings.push(booking));
    if (work?.answer) return work.answer;
    await booked;
    return { status: 201, body: booking };
  };
  const list = ({ path }: Heard): Line => {
    const requestor = new URL(path, 'http://any').searchParams.get('requestor.id') ?? '';
    lookedUp.push(requestor);
    return { status: 200, body: bookings.filter((booking) => booking.requestor.id === requestor) };
  };
  const system = await scriptedSystem((heard) => (heard.method === 'POST' ? create(heard) : list(heard)));
  afterAll(() => system.close());
  return {
    url: system.url,
    works(answer) {
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      work = { over, end, answer };
    },
    books() {
      work?.end();
      work = undefined;
    },
    asked: (requestor) => asked.filter((id) => id === requestor).length,
    lookUps: (requestor) => lookedUp.filter((id) => id === requestor).length,
    booked: (requestor) => bookings.filter((booking) => booking.requestor.id === requestor).length,
  };
}
