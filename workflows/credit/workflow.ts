import { proxyActivities, sleep } from '@temporalio/workflow';
import { CHARGING_QUEUE, type Credited, type Crediting } from '../contract/credit.js';

const SECOND = 1_000;
const LONGEST = 15 * 60 * SECOND;

/** On a queue of its own, whose rate the server holds over all workers; an outage of ours is retried, refusals are answers. */
const { credit: attempt } = proxyActivities<Crediting>({
  taskQueue: CHARGING_QUEUE,
  startToCloseTimeout: '45 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Asks the charging system until it has credited or finally refused this grant; exactly once is the activity's promise (R14). */
export async function credit(grant: string): Promise<Credited> {
  for (let tries = 0; ; tries += 1) {
    const answer = await attempt(grant);
    if (answer.state !== 'pending') return answer;
    const backoff = Math.min(SECOND * 2 ** tries, LONGEST);
    await sleep(Math.max(backoff, answer.retryAfterMs ?? 0), {
      summary: 'charging system to be asked again',
    });
  }
}
