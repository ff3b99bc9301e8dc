import type { PoolClient } from 'pg';
import type { Connections } from '../database/database.js';
import { longStatement } from '../database/long-statement.js';
import { Problem } from '../problems/problem.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import { giveBack } from './give-back.js';
import { FORGET_ALL } from './judge.sql.js';
import { versionFor } from './programme-changed.js';
import { lockWave, type StoredWave } from './stored-wave.js';
import type { SteeringStep, WaveState } from '../domain/waves/sending.js';
import type { WaveView } from './wave.js';
import type { WaveViews } from './wave-views.js';

/** What may be asked of a wave: in which states, what it then is, and what is set with it. Asked again it changes nothing. */
const STEPS = {
  send: { from: ['checked'], to: 'sending', set: 'begun_at = now()' },
  pause: { from: ['sending'], to: 'paused', set: `paused_because = 'asked'` },
  resume: { from: ['paused'], to: 'sending', set: 'begun_at = now(), paused_because = null' },
  cancel: { from: ['empty', 'checked', 'sending', 'paused'], to: 'cancelled', set: 'paused_because = null' },
} as const satisfies Readonly<
  Record<SteeringStep, { from: readonly WaveState[]; to: WaveState; set: string }>
>;

/** Begins, pauses, resumes and cancels waves. What it writes is the truth; the workflow that sends reads it before every page. */
export class WaveSteering {
  constructor(
    private readonly database: Connections,
    private readonly programmes: PublishedProgrammes,
    private readonly views: WaveViews,
  ) {}

  /** Throws Problem (404, 409). */
  async take(step: SteeringStep, id: string): Promise<WaveView> {
    const steered = await this.database.transaction(async (client) =>
      this.steer(client, await lockWave(client, id), step),
    );
    // counted after the step has taken effect, so that no count, however long, holds it up
    return this.views.of(this.database.pool, steered);
  }

  private async steer(client: PoolClient, wave: StoredWave, step: SteeringStep): Promise<StoredWave> {
    const { from, to, set } = STEPS[step];
    if (wave.state === to) return wave;
    if (!from.some((state) => state === wave.state)) throw wrongState(wave, step);
    if (step === 'cancel') await release(client, wave);
    const version = await versionFor(client, this.programmes, wave, step);
    const { rows } = await client.query<StoredWave>(
      `update wave set state = $2, programme_version = $3, ${set} where id = $1 returning *`,
      [wave.id, to, version],
    );
    return rows[0] ?? wave;
  }
}

/** Of a wave that nobody heard of nothing has to remain: its customers may be drawn again, and their addresses go. */
async function release(client: PoolClient, wave: StoredWave): Promise<void> {
  if (wave.begun_at === null) await giveBack(client, wave);
  await longStatement(client, FORGET_ALL, [wave.id]);
}

/** What can be done with a wave that is in this state. */
const NEXT: Readonly<Record<WaveState, string>> = {
  empty: 'put its list first',
  checked: 'send or cancel it',
  sending: 'pause or cancel it',
  paused: 'resume or cancel it',
  done: 'everybody on its list has been dealt with',
  cancelled: 'create another wave',
};

function wrongState({ state }: StoredWave, step: SteeringStep): Problem {
  if (state === 'empty')
    return new Problem(409, 'list-missing', 'This wave has no list yet: send the list first.');
  return new Problem(409, 'wrong-state', `This wave is ${state}, so it cannot ${step}: ${NEXT[state]}.`, {
    members: { state },
  });
}
