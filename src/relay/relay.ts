import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { inTransaction } from '../../prisma/transaction.js';
import { bring, type Means } from './bring.js';
import { claim, type Delivery, type Tried, writeTried } from './deliveries.js';
import { OutageError } from './temporal-gateway.js';
import type { RelayMetrics } from './relay-metrics.js';

/** How many participations one pass claims; enough to keep Temporal busy, few enough to be through in a blink. */
const BATCH = 64;

/** Brings what is due to the workflows, pass by pass. Any number of relays may run. */
export class Relay {
  constructor(
    private readonly pool: Pool,
    private readonly means: Means,
    private readonly metrics: RelayMetrics,
    private readonly log: Logger,
  ) {}

  /** One pass: claims, brings, writes. Answers how many deliveries it found due. Throws OutageError after writing what was brought. */
  async pass(): Promise<number> {
    let outage: OutageError | undefined;
    const due = await inTransaction(this.pool, async (client) => {
      const deliveries = await claim(client, BATCH);
      const results = await Promise.all(byParticipation(deliveries).map((queue) => this.bringInOrder(queue)));
      const tried = results.flatMap((result) => result.tried);
      outage = results.find((result) => result.outage)?.outage;
      if (tried.length > 0) await writeTried(client, tried);
      return deliveries.length;
    });
    if (outage) throw outage;
    return due;
  }

  /** One after the other; an outage holds the rest of the queue. */
  private async bringInOrder(queue: readonly Delivery[]): Promise<{ tried: Tried[]; outage?: OutageError }> {
    const tried: Tried[] = [];
    for (const delivery of queue) {
      try {
        tried.push(this.noted(delivery, await bring(delivery, this.means)));
      } catch (error) {
        if (error instanceof OutageError) return { tried, outage: error };
        throw error;
      }
    }
    return { tried };
  }

  private noted({ participation, type }: Delivery, tried: Tried): Tried {
    this.metrics.brought.inc({ status: tried.status });
    if (tried.status === 'parked') {
      this.log.error({ participation, type, delivery: tried.id, code: tried.code }, 'parked a delivery');
    }
    return tried;
  }
}

function byParticipation(deliveries: readonly Delivery[]): readonly Delivery[][] {
  return [...Map.groupBy(deliveries, ({ participation }) => participation).values()];
}
