import { condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

/** Ordinary activities, as the samples have them. */
export interface TextbookActivities {
  grant(grant: { id: string; customer: string; megabytes: number }): Promise<void>;
  forfeit(customer: string): Promise<void>;
}

const { grant, forfeit } = proxyActivities<TextbookActivities>({ startToCloseTimeout: '10 seconds' });

/** A milestone was reached, or the hotline was called. */
export const reached = defineSignal<[string]>('reached');
export const called = defineSignal('called');

/** The way the samples do it: wait, grant each milestone, forfeit at the call, then wait for the end. */
export async function textbook(customer: string): Promise<void> {
  const codes: string[] = [];
  let granted = 0;
  let hotlineCalled = false;
  setHandler(reached, (code) => void codes.push(code));
  setHandler(called, () => void (hotlineCalled = true));
  while (!hotlineCalled || granted < codes.length) {
    await condition(() => hotlineCalled || codes.length > granted);
    for (const code of codes.slice(granted)) {
      await grant({ id: `${customer}-${code}`, customer, megabytes: 600 });
      granted += 1;
    }
  }
  await forfeit(customer);
  await sleep('270 days');
}
