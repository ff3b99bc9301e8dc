import { moveRowClock } from '../../activities/time-machine/row-clock.js';
import { RunClock } from '../../activities/time-machine/run-clock.js';
import type { Instant } from '../../src/domain/terms.js';
import type { Installation, Invited } from './installation.js';

/** Moves one participation's clock on the real server to this instant, in one hop and without the sweep. */
export async function moveTo(
  { database, temporal }: Installation,
  { id, workflowId }: Invited,
  at: Instant,
): Promise<void> {
  const offset = at - Date.now();
  await moveRowClock(database.pool, id, offset);
  await new RunClock(temporal.client.workflowService, temporal.namespace).bringUp(workflowId, offset);
}
