import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openAppendLog } from '../append-log.js';
import type { ActionStatus, TopUpRequest } from './contract.js';

/** One top-up as the charging system keeps it. */
export interface Booking {
  readonly id: string;
  readonly key?: string | undefined;
  readonly request: TopUpRequest;
  readonly bookedAt: string;
  readonly status: ActionStatus;
  /** How many look-ups still show `created` before the top-up completes. */
  readonly looksUntilCompleted?: number | undefined;
  readonly completedAt?: string | undefined;
}

/** How a new top-up is to be booked; without a key every request is a booking of its own. */
export interface HowToBook {
  readonly key?: string | undefined;
  readonly status: ActionStatus;
  readonly looksUntilCompleted?: number | undefined;
}

type Entry = { readonly booked: Booking } | { readonly completed: string; readonly at: string };

/** The charging system's memory: every answer that rests on it is on disk before it is given. */
export interface Bookings {
  /** Books once per key; `conflict` when the key was used for another request. */
  book(request: TopUpRequest, how: HowToBook): Promise<Booking | 'conflict'>;
  /** Shows a top-up to somebody who asks for it, which is what brings a `created` one forward. */
  look(booking: Booking): Promise<Booking>;
  byId(id: string): Booking | undefined;
  byRequestor(requestorId: string): readonly Booking[];
  all(): readonly Booking[];
  close(): Promise<void>;
}

/** Opens the bookings kept in a folder, creating it where it is missing. */
export async function openBookings(folder: string): Promise<Bookings> {
  await mkdir(folder, { recursive: true });
  const log = await openAppendLog(join(folder, 'bookings.ndjson'));
  const bookings = new Map<string, Booking>();
  const requestors = new Map<string, string[]>();
  const keys = new Map<string, { request: TopUpRequest; booking: Promise<Booking> }>();

  const keep = (booking: Booking): Booking => {
    const requestorId = booking.request.requestor?.id;
    if (requestorId !== undefined && !bookings.has(booking.id)) {
      requestors.set(requestorId, [...(requestors.get(requestorId) ?? []), booking.id]);
    }
    bookings.set(booking.id, booking);
    return booking;
  };
  const store = async (booking: Booking): Promise<Booking> => {
    await log.append({ booked: booking } satisfies Entry);
    return keep(booking);
  };
  const complete = async (booking: Booking): Promise<Booking> => {
    const at = new Date().toISOString();
    await log.append({ completed: booking.id, at } satisfies Entry);
    return keep(completed(booking, at));
  };
  for (const entry of log.entries as readonly Entry[]) {
    if ('booked' in entry) keep(entry.booked);
    else keep(completed(known(bookings, entry.completed), entry.at));
  }
  for (const booking of bookings.values()) {
    if (booking.key !== undefined) {
      keys.set(booking.key, { request: booking.request, booking: Promise.resolve(booking) });
    }
  }

  return {
    async book(request, { key, status, looksUntilCompleted }) {
      const bookedAt = new Date().toISOString();
      const completedAt = status === 'completed' ? bookedAt : undefined;
      const booking = { id: randomUUID(), key, request, bookedAt, status, looksUntilCompleted, completedAt };
      if (key === undefined) return store(booking);
      const before = keys.get(key);
      if (before) return isDeepStrictEqual(before.request, request) ? before.booking : 'conflict';
      const stored = store(booking);
      keys.set(key, { request, booking: stored });
      return stored;
    },
    async look(booking) {
      if (booking.status !== 'created') return booking;
      const left = booking.looksUntilCompleted ?? 0;
      return left === 0 ? complete(booking) : keep({ ...booking, looksUntilCompleted: left - 1 });
    },
    byId: (id) => bookings.get(id),
    byRequestor: (requestorId) => (requestors.get(requestorId) ?? []).map((id) => known(bookings, id)),
    all: () => [...bookings.values()],
    close: () => log.close(),
  };
}

function completed(booking: Booking, at: string): Booking {
  return { ...booking, status: 'completed', completedAt: at };
}

function known(bookings: ReadonlyMap<string, Booking>, id: string): Booking {
  const booking = bookings.get(id);
  if (!booking) throw new Error(`The file of bookings names ${id} before booking it: it is not ours`);
  return booking;
}
