import { types } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Behaviour, type Conduct } from './behaviour.js';
import type { Booking, Bookings } from './bookings.js';
import { refuse } from './refuse.js';

const Page = z.strictObject({
  requestorId: z.string().optional(),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().positive().max(10_000).default(1000),
});

const NOT_OURS = new Set<unknown>(['ESRCH', 'EPERM']);

/** One line of `GET /bookings`. */
export interface BookingLine {
  readonly id: string;
  readonly requestorId: string | undefined;
  readonly bucketId: string;
  readonly accountId: string;
  readonly megabytes: number | undefined;
  readonly validUntil: string | undefined;
  readonly status: 'created' | 'completed';
  readonly bookedAt: string;
}

/** What TMF654 does not know: counting the bookings, telling the system to misbehave, and whether it is up. */
export function forTesters(
  app: FastifyInstance,
  { bookings, conduct }: { bookings: Bookings; conduct: Conduct },
): void {
  app.get('/health/ready', () => ({ status: 'ok' }));
  app.get('/behaviour', () => conduct.show());

  app.put('/behaviour', async (request, reply) => {
    const told = Behaviour.safeParse(request.body);
    if (!told.success) return refuse(reply, 400, z.prettifyError(told.error));
    if (told.data.mode === 'kill-worker-after' && !isRunning(told.data.pid)) {
      return refuse(reply, 400, `no process that we may kill has the pid ${told.data.pid}`);
    }
    conduct.set(told.data);
    return told.data;
  });

  app.get('/bookings', async (request, reply) => {
    const page = Page.safeParse(request.query);
    if (!page.success) return refuse(reply, 400, z.prettifyError(page.error));
    const { requestorId, offset, limit } = page.data;
    const found = (requestorId === undefined ? bookings.all() : bookings.byRequestor(requestorId)).flatMap(
      line,
    );
    const next = offset + limit < found.length ? offset + limit : undefined;
    return { total: found.length, items: found.slice(offset, offset + limit), next };
  });
}

/** Top-ups that failed or were cancelled moved nothing and are no bookings. */
function line({ id, request, status, bookedAt }: Booking): BookingLine[] {
  if (status === 'failed' || status === 'cancelled') return [];
  const { requestor, bucket, partyAccount, amount, validFor } = request;
  const what = { megabytes: amount.amount, validUntil: validFor?.endDateTime };
  return [
    {
      id,
      requestorId: requestor?.id,
      bucketId: bucket.id,
      accountId: partyAccount.id,
      ...what,
      status,
      bookedAt,
    },
  ];
}

function isRunning(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && NOT_OURS.has(error.code)) return false;
    throw error;
  }
}
