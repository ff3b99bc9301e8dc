import type { Pool, PoolClient } from 'pg';
import { listsFromBefore } from '../../prisma/lists-coming-in.js';
import { type LockedParticipation, lockAllOf } from '../../prisma/locked-participations.js';
import { inTransaction } from '../../prisma/transaction.js';
import { erasedEvent } from '../../src/domain/commands.js';
import { isOpen } from '../../src/domain/phase.js';
import type { OwnEvent } from '../sweep/own-events.js';
import { carryOut } from './carry-out.js';
import { holdWavesOf } from './held-waves.js';

/** What erasing needs. */
export interface ErasingMeans {
  readonly pool: Pool;
  /** Of the keyed hashes that stay of customers. */
  readonly hashKey: string;
  /** Puts events into the inbox within this transaction, each id once. */
  readonly takeIn: (client: PoolClient, events: readonly OwnEvent[]) => Promise<unknown>;
  /** Hears of an erasure, by its id, that could not be looked at. */
  readonly onError: (erasure: string, error: unknown) => void;
}

interface Waiting {
  readonly customer: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly overdue: boolean;
}

const AT_A_TIME = 50;

/** Carries erasures out, each in a transaction of its own: whole or not at all. Any number of workers may do it at once. */
export class Erasing {
  constructor(private readonly means: ErasingMeans) {}

  /** Looks once at what is to be looked at; answers how many. Throws what PostgreSQL throws when it cannot be asked. */
  async round(): Promise<number> {
    const { rows } = await this.means.pool.query<{ id: string }>(
      'select id from erasure where look_at <= now() order by look_at limit $1',
      [AT_A_TIME],
    );
    for (const { id } of rows) await this.lookSafely(id);
    return rows.length;
  }

  /** One that fails holds no other up. */
  private async lookSafely(id: string): Promise<void> {
    try {
      await inTransaction(this.means.pool, (client) => this.look(client, id));
    } catch (error) {
      this.means.onError(id, error);
      await lookLater(this.means.pool, id);
    }
  }

  private async look(client: PoolClient, id: string): Promise<void> {
    const erasure = await claim(client, id);
    if (!erasure) return;
    const participations = await lockAllOf(client, erasure.customer, 'everything');
    const open = participations.filter(({ phase }) => isOpen(phase));
    if (open.length > 0) await this.stop(client, id, erasure, open);
    const closed = erasure.overdue ? await closeLost(client, open) : 0;
    if (closed < open.length || (await isCrediting(client, participations, erasure.overdue)))
      return lookLater(client, id);
    if (await listsFromBefore(client, erasure.requestedAt)) return lookLater(client, id);
    // only now: what a list from before wrote is there, and no later one brings this customer
    if (!(await holdWavesOf(client, erasure.customer))) return lookLater(client, id);
    await carryOut(client, this.means.hashKey, { id, customer: erasure.customer }, participations);
  }

  /** Whoever was invited while the erasure was asked for is stopped now; what was stopped already stays so, by the event's id. */
  private async stop(
    client: PoolClient,
    erasure: string,
    { customer, requestedBy }: Waiting,
    open: readonly LockedParticipation[],
  ): Promise<void> {
    await this.means.takeIn(
      client,
      open.map(({ id, now }) => erasedEvent(erasure, { id, now, customerId: customer, by: requestedBy })),
    );
  }
}

async function claim(client: PoolClient, id: string): Promise<Waiting | undefined> {
  const { rows } = await client.query<Waiting>(
    `select customer_id as customer, requested_by as "requestedBy", requested_at as "requestedAt", due_at <= now() as overdue
     from erasure where id = $1 and look_at <= now() for update skip locked`,
    [id],
  );
  return rows[0];
}

/** A participation whose stop is parked has lost its workflow: nobody but this can end it, which is due by law. */
async function closeLost(client: PoolClient, open: readonly LockedParticipation[]): Promise<number> {
  const { rowCount } = await client.query(
    `update participation p set phase = 'ended', ended_because = 'erased', next_due_what = null, next_due_at = null, sweep_at = null
     where p.id = any ($1::uuid[]) and exists (
       select from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = p.id and d.status = 'parked' and e.type = 'participation.erased'
     )`,
    [open.map(({ id }) => id)],
  );
  return rowCount ?? 0;
}

/** Whether a credit has to be waited for: any until the erasure is due, afterwards one that was earned within the last hour. */
async function isCrediting(
  client: PoolClient,
  participations: readonly LockedParticipation[],
  overdue: boolean,
): Promise<boolean> {
  const { rows } = await client.query<{ crediting: boolean }>(
    `select exists (
       select from "grant" g join participation p on p.id = g.participation_id
       left join step s on s.participation_id = g.participation_id and s.n = g.step
       where p.id = any ($1::uuid[]) and g.state = 'pending' and (
         not $2 or s.recorded_at - p.clock_offset * interval '1 millisecond' > now() - interval '1 hour'
       )
     ) as crediting`,
    [participations.map(({ id }) => id), overdue],
  );
  return rows[0]?.crediting ?? false;
}

async function lookLater(db: Pick<PoolClient, 'query'>, id: string): Promise<void> {
  await db.query(
    `update erasure set look_at = now() + interval '10 seconds' where id = $1 and look_at is not null`,
    [id],
  );
}
