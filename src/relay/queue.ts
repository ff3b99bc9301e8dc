import type { Logger } from 'pino';
import { isOutage } from '../database/outage.js';
import { STOPS } from '../domain/commands.js';
import { bring, failed, type Means } from './bring.js';
import type { Delivery, Tried } from './deliveries.js';
import { OutageError } from './temporal-gateway.js';

/** What one participation's queue came to, as far as it was sent. */
export interface Queued {
  readonly participation: string | undefined;
  readonly tried: readonly Tried[];
  /** PostgreSQL cannot be asked, or Temporal about this delivery: the rest of the queue is held. */
  readonly outage?: { readonly error: OutageError; readonly of?: Delivery };
}

/** One after the other; never rejects, so that no claim is given back while something is still being sent under it. */
export async function bringInOrder(
  queue: readonly Delivery[],
  until: number,
  means: Means,
  log: Logger,
): Promise<Queued> {
  const tried: Tried[] = [];
  const participation = queue[0]?.participation;
  for (const delivery of queue) {
    if (means.now() > until) break;
    try {
      const result = await bring(delivery, means);
      tried.push(result);
      if (STOPS.includes(delivery.type) && isToBeTriedAgain(result)) break;
    } catch (error) {
      const outage = outageOf(error, delivery);
      if (outage) return { participation, tried, outage };
      log.error(
        { err: error, participation, delivery: delivery.id, type: delivery.type },
        'cannot bring a delivery',
      );
      tried.push(failed(delivery, 'unexpected-error'));
    }
  }
  return { participation, tried };
}

function outageOf(error: unknown, of: Delivery): Queued['outage'] {
  if (error instanceof OutageError) return { error, of };
  if (!isOutage(error)) return undefined;
  return { error: new OutageError('PostgreSQL cannot be asked', { cause: error }) };
}

/** It failed by itself and is not parked yet. */
function isToBeTriedAgain({ status, code }: Tried): boolean {
  return status === 'pending' && code !== undefined;
}
