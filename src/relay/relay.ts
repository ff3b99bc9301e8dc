import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { Programmes } from '../../prisma/programmes.js';
import { inTransaction } from '../../prisma/transaction.js';
import { isOutage } from '../database/outage.js';
import { STOPS } from '../domain/commands.js';
import { bring, failed, type Means } from './bring.js';
import { claim, type Delivery, dueOf, type Tried } from './deliveries.js';
import { settle, type Written } from './settle.js';
import { OutageError } from './temporal-gateway.js';
import type { RelayMetrics } from './relay-metrics.js';

/** How many participations one pass claims; enough to keep Temporal busy, few enough to be through in a blink. */
const BATCH = 64;
/** No sending begins later in a pass: with one slow call behind it, the claim is given back before PostgreSQL takes it away. */
const SEND_WITHIN_MS = 4_000;

/** What one participation's queue came to, as far as it was sent. */
interface Queued {
  readonly tried: readonly Tried[];
  /** Temporal or PostgreSQL cannot be asked: the rest of the queue is held. */
  readonly outage?: OutageError;
}

/** What one claim came to: how many participations and deliveries, and what was written of them. */
interface Passed {
  readonly claimed: number;
  readonly found: number;
  readonly written: readonly Written[];
  readonly outage: OutageError | undefined;
}

/** What a relay needs to bring; it reads programmes on each claim's own connection. */
export type RelayMeans = Omit<Means, 'programmes'> & { readonly programmes: Programmes };

/** Brings what is due to the workflows, pass by pass. Any number of relays may run. */
export class Relay {
  constructor(
    private readonly pool: Pool,
    private readonly means: RelayMeans,
    private readonly metrics: RelayMetrics,
    private readonly log: Logger,
  ) {}

  /**
   * One pass: claims, brings, writes. Answers how many deliveries it found due; those whose turn had come without need are passed
   * over. Throws OutageError after writing what was brought.
   */
  async pass(): Promise<number> {
    for (;;) {
      const { claimed, found, written, outage } = await inTransaction(this.pool, (client) =>
        this.bringDue(client),
      );
      for (const each of written) this.note(each);
      if (outage) throw outage;
      if (found > 0 || claimed < BATCH) return found;
    }
  }

  private async bringDue(client: PoolClient): Promise<Passed> {
    const claimed = await claim(client, BATCH);
    if (claimed.length === 0) return { claimed: 0, found: 0, written: [], outage: undefined };
    const due = await dueOf(client, claimed);
    const means = this.meansOn(client);
    const until = this.means.now() + SEND_WITHIN_MS;
    const queues = await Promise.all(
      byParticipation(due).map((queue) => this.bringInOrder(queue, until, means)),
    );
    const tried = queues.flatMap((queue) => queue.tried);
    const written = await settle(client, claimed, tried);
    const outage = queues.find((queue) => queue.outage)?.outage;
    return { claimed: claimed.length, found: due.length, written, outage };
  }

  /** Programmes are read on the claim's own connection, one at a time: waiting for another while holding this one may never end. */
  private meansOn(client: PoolClient): Means {
    let last: Promise<unknown> = Promise.resolve();
    const programmes: Means['programmes'] = (code, version) => {
      const read = last.then(() => this.means.programmes(code, version, client));
      last = read.catch(() => undefined); // whoever asked for it hears of it
      return read;
    };
    return { ...this.means, programmes };
  }

  /** One after the other; never rejects, so that no claim is given back while something is still being sent under it. */
  private async bringInOrder(queue: readonly Delivery[], until: number, means: Means): Promise<Queued> {
    const tried: Tried[] = [];
    for (const delivery of queue) {
      if (this.means.now() > until) break;
      try {
        const result = await bring(delivery, means);
        tried.push(result);
        if (STOPS.includes(delivery.type) && isToBeTriedAgain(result)) break;
      } catch (error) {
        if (error instanceof OutageError) return { tried, outage: error };
        if (isOutage(error))
          return { tried, outage: new OutageError('PostgreSQL cannot be asked', { cause: error }) };
        const { participation, id, type } = delivery;
        this.log.error({ err: error, participation, delivery: id, type }, 'cannot bring a delivery');
        tried.push(failed(delivery, 'unexpected-error'));
      }
    }
    return { tried };
  }

  private note({ id, participation, status, code }: Written): void {
    this.metrics.brought.inc({ status });
    if (status === 'parked') this.log.error({ participation, delivery: id, code }, 'parked a delivery');
  }
}

/** It failed by itself and is not parked yet. */
function isToBeTriedAgain({ status, code }: Tried): boolean {
  return status === 'pending' && code !== undefined;
}

function byParticipation(deliveries: readonly Delivery[]): readonly Delivery[][] {
  return [...Map.groupBy(deliveries, ({ participation }) => participation).values()];
}
