import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { Programmes } from '../../prisma/programmes.js';
import { inTransaction } from '../../prisma/transaction.js';
import { type Means, unanswered } from './bring.js';
import { claim, type Delivery, dueOf } from './deliveries.js';
import { bringInOrder, type Queued } from './queue.js';
import type { RelayMetrics } from './relay-metrics.js';
import { settle, type Written } from './settle.js';
import { type OutageError } from './temporal-gateway.js';
import { Unanswered } from './unanswered.js';

/** How many participations one pass claims; enough to keep Temporal busy, few enough to be through in a blink. */
const BATCH = 64;
/** No sending begins later in a pass: with one slow call behind it, the claim is given back before PostgreSQL takes it away. */
const SEND_WITHIN_MS = 4_000;

/** What one claim came to: how many participations and deliveries, and what was written of them. */
interface Passed {
  readonly claimed: number;
  readonly found: number;
  readonly written: readonly Written[];
  readonly outage?: OutageError | undefined;
}

/** What a relay needs to bring; it reads programmes on each claim's own connection. */
export type RelayMeans = Omit<Means, 'programmes'> & { readonly programmes: Programmes };

/** Brings what is due to the workflows, pass by pass. Any number of passes and of relays may run at once. */
export class Relay {
  private readonly unanswered = new Unanswered();

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
    if (claimed.length === 0) return { claimed: 0, found: 0, written: [] };
    const due = await dueOf(client, claimed);
    const means = this.meansOn(client);
    const until = this.means.now() + SEND_WITHIN_MS;
    const queues = await Promise.all(
      byParticipation(due).map((queue) => bringInOrder(queue, until, means, this.log)),
    );
    const outages = queues.filter((queue) => this.isOutage(queue));
    const tried = queues.flatMap((queue) => [...queue.tried, ...this.heldAlone(queue)]);
    const waiting = new Set(outages.map(({ participation }) => participation));
    const settled = claimed.filter((participation) => !waiting.has(participation));
    const written = await settle(client, settled, tried);
    const outage = outages[0]?.outage?.error;
    return {
      claimed: claimed.length,
      found: due.length,
      written,
      outage: queues.length === 1 ? outage?.ofOne() : outage,
    };
  }

  private isOutage({ outage }: Queued): boolean {
    return outage !== undefined && !(outage.of && this.unanswered.isAlone(outage.of.id));
  }

  /** Neither a part of Temporal that is away, nor one call that it always fails at, holds the others. */
  private heldAlone(queue: Queued) {
    const { outage } = queue;
    return outage?.of && !this.isOutage(queue) ? [unanswered(outage.of, outage.error)] : [];
  }

  /** Programmes are read on the claim's own connection, one at a time: waiting for another while holding this one may never end. */
  private meansOn(client: PoolClient): Means {
    let last: Promise<unknown> = Promise.resolve();
    const programmes: Means['programmes'] = (code, version) => {
      const read = last.then(() => this.means.programmes(code, version, client));
      last = read.catch(() => undefined); // whoever asked for it hears of it
      return read;
    };
    return { ...this.means, programmes, gateway: this.unanswered.listening(this.means.gateway) };
  }

  private note({ id, participation, status, code }: Written): void {
    this.metrics.brought.inc({ status });
    if (status === 'parked') this.log.error({ participation, delivery: id, code }, 'parked a delivery');
  }
}

function byParticipation(deliveries: readonly Delivery[]): readonly Delivery[][] {
  return [...Map.groupBy(deliveries, ({ participation }) => participation).values()];
}
