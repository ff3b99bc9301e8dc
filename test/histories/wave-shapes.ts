import { randomUUID } from 'node:crypto';
import { type Next, waveIdOf, type WaveProgress } from '../../workflows/contract/wave.js';
import type { Installation } from '../support/installation.js';
import { until } from '../support/until.js';

/** A wave of so many that is being sent, with nobody there to send its messages: a hundred are invited, then it waits for them. */
export async function wave(
  { database, temporal }: Installation,
  count: number,
): Promise<{ workflowId: string }> {
  const id = randomUUID();
  await database.pool.query(
    `with w as (
       insert into wave (id, programme_code, programme_version, state, seed, created_by, begun_at)
       values ($1, 'online-statt-hotline', 1, 'sending', 'seed', 'test', now())
     ), r as (
       insert into wave_row (wave_id, n, customer_id, verdict, language, reached)
       select $1, n, $1 || '-' || n, 'to-invite', 'de', '[]' from generate_series(1, $2) n
     )
     insert into wave_contact (wave_id, n, mobile, mobile_hash)
     select $1, n, '{"value": "+4915100000000", "basis": "express-consent", "evidence": "form of 2026-03-01"}', 'hash'
     from generate_series(1, $2) n`,
    [id, count],
  );
  const workflowId = waveIdOf(id);
  const { workflow } = temporal.client;
  await until(
    async () =>
      (await workflow
        .getHandle(workflowId)
        .describe()
        .catch(() => undefined)) && true,
  ); // not started yet
  return { workflowId };
}

/** What `seen` makes of a wave's workflow that is told each of these in turn, and from then on the last, whatever PostgreSQL holds. */
export async function toldWave<T>(
  installation: Installation,
  told: readonly (() => Next)[],
  seen: (workflowId: string) => Promise<T>,
): Promise<T> {
  await installation.stopWorkers();
  let stretch = 0;
  await installation.startWorkers({
    participations: {
      ...installation.activities.participations,
      inviteStretch: async (_wave: string, { after, invited }: WaveProgress) => {
        const next = told[Math.min(stretch, told.length - 1)]?.() ?? { what: 'done' };
        stretch += 1;
        return { after: after + 100, invited: invited + 100, next };
      },
    },
  });
  const { workflowId } = await wave(installation, 1);
  const answer = await seen(workflowId);
  await installation.stopWorkers();
  await installation.database.pool.query(`update wave set state = 'done' where state = 'sending'`);
  await installation.startWorkers();
  return answer;
}
