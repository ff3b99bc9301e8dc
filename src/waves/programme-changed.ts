import type { PoolClient } from 'pg';
import { longStatement } from '../database/long-statement.js';
import { channelsOf, isSwitchedOff } from '../domain/messages/policy.js';
import type { SteeringStep } from '../domain/waves/sending.js';
import { Problem } from '../problems/problem.js';
import type { Latest } from '../programmes/latest-published.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import type { StoredWave } from './stored-wave.js';

/**
 * Under which version of its programme a wave goes on after this step. It begins only with the one that its list was judged by; it takes
 * the latest over when it is resumed after it has paused for that. Throws Problem (409).
 */
export async function versionFor(
  client: PoolClient,
  programmes: PublishedProgrammes,
  wave: StoredWave,
  step: SteeringStep,
): Promise<number> {
  const isTold = step === 'resume' && wave.paused_because === 'programme-changed';
  if (step !== 'send' && !isTold) return wave.programme_version;
  const latest = await programmes.latest(client, wave.programme_code);
  if (!latest || latest.version === wave.programme_version) return wave.programme_version;
  if (!isTold) throw changed();
  const before = await programmes.version(wave.programme_code, wave.programme_version, client);
  const hasStopped =
    isSwitchedOff(latest.definition, 'invitation') && !isSwitchedOff(before.definition, 'invitation');
  if (hasStopped || !(await canBeWrittenTo(client, wave, latest))) throw unfit();
  return latest.version;
}

/** Whether an address of anybody who is left is for a channel of this version. */
async function canBeWrittenTo(
  client: PoolClient,
  { id }: StoredWave,
  { definition }: Latest,
): Promise<boolean> {
  const channels = channelsOf(definition);
  const [found] = await longStatement<{ left: boolean; reached: boolean }>(
    client,
    `select exists (select from wave_contact where wave_id = $1) as left, exists (
       select from wave_contact where wave_id = $1 and (mobile is not null and $2 or email is not null and $3)
     ) as reached`,
    [id, channels.includes('sms'), channels.includes('email')],
  );
  return found === undefined || !found.left || found.reached;
}

function changed(): Problem {
  const detail =
    'A newer version of the programme was published since the list was judged: put the list again.';
  return new Problem(409, 'programme-changed', detail);
}

function unfit(): Problem {
  const detail =
    'The latest version of the programme writes no invitations, or by no channel that this list has addresses for: publish another version, or cancel this wave.';
  return new Problem(409, 'programme-unfit', detail);
}
