import type { Reward } from './terms.js';

/** What a programme promises, as its definition has it. */
interface Promised {
  readonly milestones: readonly { readonly reward: Reward }[];
  readonly quietPeriod: { readonly reward: Reward };
}

/** What can be had in a programme, in megabytes: for all milestones, for the quiet period, and altogether. */
export function worthOf({ milestones, quietPeriod }: Promised) {
  const forMilestones = milestones.reduce((sum, { reward }) => sum + reward.megabytes, 0);
  const forQuiet = quietPeriod.reward.megabytes;
  return { milestones: forMilestones, quiet: forQuiet, total: forMilestones + forQuiet } as const;
}
