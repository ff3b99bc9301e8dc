import { proxyActivities } from '@temporalio/workflow';
import { CHARGING_QUEUE, type Credited, type Crediting } from '../contract/credit.js';

/**
 * On a queue of its own, whose rate the server holds over all workers. A pending grant is tried again by the server: however
 * long the charging system is away, it costs no event and no timer, and the Web UI shows the attempt and its reason.
 */
const { credit: untilAnswered } = proxyActivities<Crediting>({
  taskQueue: CHARGING_QUEUE,
  startToCloseTimeout: '45 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '15 minutes' },
});

/** Asks the charging system until it has credited or finally refused this grant; exactly once is the activity's promise (R14). */
export async function credit(grant: string): Promise<Credited> {
  return untilAnswered(grant);
}
