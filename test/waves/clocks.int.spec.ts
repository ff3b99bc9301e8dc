import { expect, it } from '@jest/globals';
import { createWaveSending } from '../../activities/waves/wave-sending.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { TestApi } from '../api/api.js';
import { listOf, waveCalls } from '../api/waves.js';
import { stretch } from './stretch.js';

const api = await TestApi.start();
await api.publish('all-invited');
const { pool } = api.database;
const { wave, fill } = waveCalls(api);
const pages = new StoredWavePages(pool, cachedProgrammes(), false, 'only-for-tests-only-for-tests-only');

it.each([-60_000, -1_000, 0, 60_000])(
  'a wave is sent also where the clock of the worker is %s ms from that of PostgreSQL',
  async (apart) => {
    const { id } = await wave('all-invited');
    await fill(id, listOf([`clock-${apart}`]));
    await api.call('POST', `/v1/waves/${id}/send`);
    const sending = createWaveSending(pages, () => Date.now() + apart);
    expect(await stretch(sending, id)).toEqual({ after: 1, invited: 1, next: { what: 'done' } });
  },
);
