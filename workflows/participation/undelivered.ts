import type { Due } from '../../src/domain/phase.js';
import type { Instant } from '../../src/domain/terms.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** When a step that has to wait for undelivered events is proposed again: after 1 minute, doubling up to 1 hour (R16). */
export function waitingForUndelivered(refusals: number, now: Instant): Due {
  return { what: 'waiting for undelivered events', at: now + Math.min(MINUTE * 2 ** refusals, HOUR) };
}
