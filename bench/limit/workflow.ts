import { condition, defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow';

/** The local activity of the leanest workflow: it asks the charging stand-in and nothing else. */
export interface LimitActivities {
  credit(grant: { id: string; customer: string; megabytes: number }): Promise<void>;
}

const { credit } = proxyLocalActivities<LimitActivities>({ startToCloseTimeout: '10 seconds' });

/** A milestone was reached, or the hotline was called. */
export const reached = defineSignal<[string]>('reached');
export const called = defineSignal('called');

/** The same shape with nothing else: wait, credit each milestone, end at the call. */
export async function limit(customer: string): Promise<string> {
  const codes: string[] = [];
  let credited = 0;
  let forfeited = false;
  setHandler(reached, (code) => void codes.push(code));
  setHandler(called, () => void (forfeited = true));
  while (!forfeited || credited < codes.length) {
    await condition(() => forfeited || codes.length > credited);
    for (const code of codes.slice(credited)) {
      await credit({ id: `${customer}-${code}`, customer, megabytes: 600 });
      credited += 1;
    }
  }
  return 'forfeited';
}
