import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { lockAllOf } from '../../prisma/locked-participations.js';
import { Database } from '../database/database.js';
import { erasedEvent } from '../domain/commands.js';
import { isOpen } from '../domain/phase.js';
import { accept } from '../events/inbox.js';
import { isId } from '../participations/participations.js';
import { notFound, type Problem } from '../problems/problem.js';
import { ERASURE_COLUMNS, type ErasureRow, type ErasureView, erasureView } from './erasure.js';

/** P3D: so long pending credits are waited for. */
const CREDITS_WITHIN_MS = 3 * 24 * 3_600_000;
/**
 * Longer than any request that began before this one can last (see the limits of the database's connections): whatever such a one
 * writes for this customer is there when the erasure is first looked at, and later ones see it and write nothing. Longer, too, than a
 * message is claimed before its try begins (a minute), and than that statement may then take: it locks the message before the
 * participation, the erasure locks them the other way round, and later claims see the erasure and begin no try. Lists, which may come in
 * for longer, are waited for (see prisma/lists-coming-in.ts).
 */
const FIRST_LOOK_MS = 90_000;

/** Takes requests to erase customers, and shows what became of them. */
@Injectable()
export class Erasures {
  constructor(private readonly database: Database) {}

  /**
   * Stops every open participation of this customer (R11) and has everything that leads to them erased; `by` names the client or
   * the place that asked. Asked again before it is carried out: the same erasure. A customer whom nobody knows gets a receipt as well.
   */
  request(customerId: string, by: string): Promise<ErasureView> {
    return this.database.commands.transaction(async (client) => {
      const erasure = await theErasure(client, customerId, by);
      await stop(client, { erasure: erasure.id, customerId, by });
      return erasureView(erasure);
    });
  }

  /** Throws Problem (404). */
  async get(id: string): Promise<ErasureView> {
    if (!isId(id)) throw unknownErasure();
    const { rows } = await this.database.pool.query<ErasureRow>(
      `select ${ERASURE_COLUMNS} from erasure e where e.id = $1`,
      [id],
    );
    if (!rows[0]) throw unknownErasure();
    return erasureView(rows[0]);
  }
}

/** A new one, or the one that waits; again where that was carried out in the very moment between. */
async function theErasure(client: PoolClient, customerId: string, by: string): Promise<ErasureRow> {
  const known = (await insert(client, customerId, by)) ?? (await waiting(client, customerId));
  return known ?? theErasure(client, customerId, by);
}

async function insert(client: PoolClient, customerId: string, by: string): Promise<ErasureRow | undefined> {
  const now = Date.now();
  const { rows } = await client.query<ErasureRow>(
    `with e as (
       insert into erasure (id, customer_id, requested_by, requested_at, due_at, look_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (customer_id) do nothing returning *
     ) select ${ERASURE_COLUMNS} from e`,
    [
      // no UUID of version 7: that would hold the instant at which the participation was stopped
      randomUUID(),
      customerId,
      by,
      new Date(now),
      new Date(now + CREDITS_WITHIN_MS),
      new Date(now + FIRST_LOOK_MS),
    ],
  );
  return rows[0];
}

async function waiting(client: PoolClient, customerId: string): Promise<ErasureRow | undefined> {
  const { rows } = await client.query<ErasureRow>(
    `select ${ERASURE_COLUMNS} from erasure e where e.customer_id = $1`,
    [customerId],
  );
  return rows[0];
}

/** One event for each open participation, on its own clock; known ones change nothing. */
async function stop(
  client: PoolClient,
  { erasure, customerId, by }: { erasure: string; customerId: string; by: string },
): Promise<void> {
  const locked = await lockAllOf(client, customerId);
  await accept(
    client,
    locked
      .filter(({ phase }) => isOpen(phase))
      .map(({ id, now }) => erasedEvent(erasure, { id, now, customerId, by })),
  );
}

function unknownErasure(): Problem {
  return notFound('erasure-unknown', 'There is no erasure with this id.');
}
