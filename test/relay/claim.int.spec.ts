import { expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import { claim, type Delivery, dueOf } from '../../src/relay/deliveries.js';
import { createDatabase } from '../support/database.js';
import { Inbox, countingReads } from './kit.js';

const database = await createDatabase();
const inbox = await Inbox.open(database);
const { pool } = database;

it('the few that are due are found among 100,000 that are not, without reading those', async () => {
  await waiting(100_000, '1 day');
  const due = [await inbox.participation(), await inbox.participation()];
  for (const participation of due) await inbox.take(participation, 'hotline.called', 'hotline.called');
  const { answer, read } = await inTransaction(pool, (client) =>
    countingReads(client, 'delivery', () => claimed(client)),
  );
  const found = answer.map(({ participation }) => participation);
  expect(found.sort()).toEqual([...due, ...due].sort());
  expect(read).toBeLessThan(20);
});

it('a customer with a thousand events does not keep the others waiting, nor one claim busy for long', async () => {
  await pool.query('truncate participation, event, mailbox cascade');
  const flooded = await inbox.participation();
  await flood(flooded, 1_500);
  const others = [await inbox.participation(), await inbox.participation()];
  for (const participation of others) await inbox.take(participation, 'hotline.called');
  const found = await inTransaction(pool, (client) => claimed(client));
  const counts = Map.groupBy(found, ({ participation }) => participation);
  expect(others.map((participation) => counts.get(participation)?.length)).toEqual([1, 1]);
  expect(counts.get(flooded)).toHaveLength(50);
});

/** What a relay finds that asks now. */
async function claimed(client: PoolClient): Promise<readonly Delivery[]> {
  return dueOf(client, await claim(client, 64));
}

/** So many participations, each with one event that was sent and is to be sent again only after `interval`. */
async function waiting(participations: number, interval: string): Promise<void> {
  await pool.query(
    `with p as (
       insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at,
         invitation_ends_at, next_due_what, next_due_at)
       select gen_random_uuid(), 'online-statt-hotline', 1, 'many-' || i, 'quiet', now(), now(), 'quiet period', now()
       from generate_series(1, $1::int) i returning id, customer_id
     ), boxed as (insert into mailbox select id from p), e as (
       insert into event (source, id, type, time, subject, data)
       select 'urn:many', customer_id, 'hotline.called', now(), customer_id, '{"callId": "1"}' from p
       returning seq, subject
     ) insert into delivery (event_seq, participation_id, accepted_at, next_try_at)
       select seq, p.id, now(), now() + $2::interval from e join p on p.customer_id = e.subject`,
    [participations, interval],
  );
  await pool.query('analyze');
}

it('the neighbour of one with 20,000 due is in the first claim, however little of the other is read', async () => {
  await pool.query('truncate participation, event, mailbox cascade');
  const flooded = await inbox.participation();
  await flood(flooded, 20_000);
  await pool.query('analyze');
  const neighbour = await inbox.participation();
  await inbox.take(neighbour, 'hotline.called');
  const { answer, read } = await inTransaction(pool, (client) =>
    countingReads(client, 'delivery', () => claimed(client)),
  );
  const counts = Map.groupBy(answer, ({ participation }) => participation);
  expect(counts.get(neighbour)).toHaveLength(1);
  expect(counts.get(flooded)).toHaveLength(50);
  expect(read).toBeLessThan(200);
});

async function flood(participation: string, events: number): Promise<void> {
  await pool.query(
    `with e as (
       insert into event (source, id, type, time, subject, data)
       select 'urn:flood', i::text, 'hotline.called', now(), $1::text, '{"callId": "1"}' from generate_series(1, $2::int) i
       returning seq
     ) insert into delivery (event_seq, participation_id, accepted_at) select seq, $1::uuid, now() from e`,
    [participation, events],
  );
}
