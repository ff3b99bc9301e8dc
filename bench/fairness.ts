import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Contender } from './contender.js';
import type { System } from './system.js';

const NEIGHBOURS = 30;
const FLOOD = 20_000;
const LOOK_EVERY_MS = 5;
const GIVE_UP_MS = 600_000;

/** How long neighbours' registrations take, in milliseconds each: with nobody else there, and beside a flood. */
export interface Fairness {
  readonly alone: readonly number[];
  readonly beside: readonly number[];
  /** How much of the flood was still to be brought when the last neighbour had registered; none: it says nothing. */
  readonly floodLeft: number;
}

/**
 * Registers customers one after the other, each invited before, until their registrations have taken effect. Then again beside one
 * participation with 20,000 due deliveries: as the inbox takes no more than 1,000, they are written behind its back.
 */
export async function fairness(system: System, ours: Contender): Promise<Fairness> {
  const pool = new pg.Pool({ connectionString: system.databaseUrl('quietline'), max: 2 });
  try {
    await registrations(pool, ours, NEIGHBOURS);
    const alone = await registrations(pool, ours, NEIGHBOURS);
    const flooded = await floodOne(pool, ours);
    const beside = await registrations(pool, ours, NEIGHBOURS);
    return { alone, beside, floodLeft: await neverTried(pool, flooded) };
  } finally {
    await pool.end();
  }
}

async function registrations(pool: pg.Pool, ours: Contender, count: number): Promise<number[]> {
  const customers = Array.from({ length: count }, () => randomUUID());
  for (const customer of customers) await ours.invite(customer);
  await until(async () => (await ours.started(customers)).length === count);
  const took: number[] = [];
  for (const customer of customers) {
    const startedAt = performance.now();
    await ours.report(customer, 'registered');
    await until(async () => isRegistered(pool, customer));
    took.push(performance.now() - startedAt);
  }
  return took;
}

async function isRegistered(pool: pg.Pool, customer: string): Promise<boolean> {
  const { rows } = await pool.query('select from participation where customer_id = $1 and phase = $2', [
    customer,
    'quiet',
  ]);
  return rows.length > 0;
}

/** Hotline calls, each its own; answers whose they are. */
async function floodOne(pool: pg.Pool, ours: Contender): Promise<string> {
  const customer = randomUUID();
  await ours.invite(customer);
  await ours.report(customer, 'registered');
  await until(async () => isRegistered(pool, customer));
  await pool.query(
    `with called as (
       insert into event (source, id, type, time, subject, data)
       select 'urn:flood', $1::text || i, 'hotline.called', now(), $1::text, jsonb_build_object('callId', i::text)
       from generate_series(1, $2::int) i returning seq
     ) insert into delivery (event_seq, participation_id, accepted_at)
       select seq, p.id, now() from called, participation p where p.customer_id = $1::text`,
    [customer, FLOOD],
  );
  return customer;
}

async function neverTried(pool: pg.Pool, customer: string): Promise<number> {
  const { rows } = await pool.query<{ left: number }>(
    `select count(*)::int as left from delivery d join participation p on p.id = d.participation_id
     where p.customer_id = $1 and d.status = 'pending' and d.next_try_at <= now()`,
    [customer],
  );
  return rows[0]?.left ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const late = performance.now() + GIVE_UP_MS;
  while (!(await condition())) {
    if (performance.now() > late) throw new Error('a registration did not take effect');
    await pause(LOOK_EVERY_MS);
  }
}
