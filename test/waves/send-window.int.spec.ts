import { afterAll, expect, it } from '@jest/globals';
import pino from 'pino';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { createWaveSending } from '../../activities/waves/wave-sending.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { dayAfter } from '../../src/domain/calendar.js';
import { parseDefinition } from '../../src/domain/definition.js';
import { publicHolidays } from '../../src/domain/messages/holidays.js';
import { sendWindowOf } from '../../src/domain/messages/policy.js';
import { opensAt, WEEKDAYS } from '../../src/domain/messages/send-window.js';
import type { WaveView } from '../../src/waves/wave.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { Sender } from '../../src/worker/sender.js';
import { waveIdOf } from '../../workflows/contract/wave.js';
import { TestApi } from '../api/api.js';
import { CONSENT, HEADER, listOf, waveCalls } from '../api/waves.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { eventsOf, timersOf } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const mailbox = await toldMailbox();
const installation = await Installation.start(await ownTemporalEnvironment(), ['relay']);
const { pool } = installation.database;
const api = await TestApi.start({ DATABASE_URL: installation.database.url, SEND_WINDOW: 'on' });
const { wave, fill } = waveCalls(api);
const keeping = createWaveSending(
  new StoredWavePages(pool, cachedProgrammes(), true, 'only-for-tests-only-for-tests-only'),
);
await installation.startWorkers({
  participations: { ...installation.activities.participations, ...keeping },
});
const { smsUrl, smtpUrl } = mailbox;
const config = { ...installation.config, smsUrl, smtpUrl, sendWindow: true };
const sender = new Sender(config, pool, pino({ level: 'silent' }));
const sending = sender.run();
afterAll(async () => {
  sender.stop();
  await sending;
});
const get = async (id: string) => (await api.call<WaveView>('GET', `/v1/waves/${id}`)).body;

it('a wave waits for its send window with nobody invited, and says so to whoever looks', async () => {
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
  expect(await get(id)).toMatchObject({
    ...{ state: 'sending', waitsUntil: expected, perMinute: null, expectedEndAt: null },
    rows: { toInvite: 2, invited: 0 },
  });
  const { rowCount } = await pool.query('select from participation');
  expect(rowCount).toBe(0);
});

/** A zone on whose clocks it is about noon, and a region that has no public holiday on that day. */
function openNow(): { timeZone: string; region: string } {
  const ahead = 12 - new Date().getUTCHours();
  // such zones are named the wrong way round
  const timeZone = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  const { date } = dayAfter(Date.now(), 0, timeZone);
  const region = ['DE', 'IL', 'JP'].find((each) => !publicHolidays(each, Number(date.slice(0, 4))).has(date));
  if (!region) throw new Error('the whole world has a holiday today');
  return { timeZone, region };
}

it('a wave whose send window is open goes at once, and so do its messages', async () => {
  const { timeZone, region } = openNow();
  const sendWindow = { days: [...WEEKDAYS], from: '08:00', to: '20:00', region };
  await installation.publish({ ...programme, code: 'open', timeZone, holdout: { share: 0 }, sendWindow });
  const mobiles = Array.from({ length: 150 }, number);
  const { id } = await wave('open');
  await fill(id, [HEADER, ...mobiles.map((mobile, i) => `o-${i},${mobile},${CONSENT}`)].join('\n'));
  await api.call('POST', `/v1/waves/${id}/send`);
  const done = await until(async () => {
    const view = await get(id);
    expect(view.waitsUntil).toBeNull();
    return view.state === 'done' && view.messages.pending === 0 ? view : undefined;
  }, 60_000);
  expect(done).toMatchObject({ rows: { invited: 150 }, messages: { failed: 0, suppressed: 0 } });
  for (const mobile of mobiles) expect(await mailbox.arrivedFor(mobile)).toHaveLength(1);
});
