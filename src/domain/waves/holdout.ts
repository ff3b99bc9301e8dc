import type { Definition } from '../definition.js';

const SHARE = 0.05;

/** Which share of those to be invited by a list is held out, so that the programme's effect can be measured. */
export function holdoutShareOf({ holdout }: Definition): number {
  return holdout?.share ?? SHARE;
}
