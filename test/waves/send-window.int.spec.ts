import { expect, it } from '@jest/globals';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { createWaveSending } from '../../activities/waves/wave-sending.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { parseDefinition } from '../../src/domain/definition.js';
import { sendWindowOf } from '../../src/domain/messages/policy.js';
import { opensAt, WEEKDAYS } from '../../src/domain/messages/send-window.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { waveIdOf } from '../../workflows/contract/wave.js';
import { TestApi } from '../api/api.js';
import { listOf, waveCalls } from '../api/waves.js';
import { eventsOf, timersOf } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const installation = await Installation.start(await ownTemporalEnvironment(), ['relay']);
const { pool } = installation.database;
const api = await TestApi.start({ DATABASE_URL: installation.database.url });
const { wave, fill } = waveCalls(api);

it('a wave waits for its send window with nobody invited, and says so to whoever looks', async () => {
  const keeping = createWaveSending(
    new StoredWavePages(pool, cachedProgrammes(pool), true, 'only-for-tests-only-for-tests-only'),
  );
  await installation.startWorkers({
    participations: { ...installation.activities.participations, ...keeping },
  });
  const inThreeDays = WEEKDAYS[(new Date().getUTCDay() + 2) % 7];
  const later = {
    ...programme,
    code: 'later',
    holdout: { share: 0 },
    sendWindow: { days: [inThreeDays], from: '08:00', to: '20:00' },
  };
  await installation.publish(later);
  const { id } = await wave('later');
  await fill(id, listOf(['w-1', 'w-2']));
  await api.call('POST', `/v1/waves/${id}/send`);
  const [timer] = await until(async () => {
    const events = await eventsOf(installation.temporal, waveIdOf(id)).catch(() => []); // not started yet
    const timers = timersOf(events);
    return timers.length > 0 ? timers : undefined;
  });

  const parsed = parseDefinition(later);
  if (!parsed.ok) throw new Error('the programme of this test is none');
  const now = Date.now();
  const expected = new Date(opensAt(sendWindowOf(parsed.definition, now), now) ?? NaN).toISOString();
  expect(timer).toBe(`send window opens at ${expected}`);
  const { rowCount } = await pool.query('select from participation');
  expect(rowCount).toBe(0);
});
