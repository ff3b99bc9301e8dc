import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createWaveSending } from '../../activities/waves/wave-sending.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { WaveView } from '../../src/waves/wave.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { TestApi } from '../api/api.js';
import { CONSENT, HEADER, listOf, waveCalls } from '../api/waves.js';
import { stretch } from './stretch.js';

const api = await TestApi.start();
const { pool } = api.database;
const { wave, fill, reasons } = waveCalls(api);
const pages = new StoredWavePages(pool, cachedProgrammes(), false, 'only-for-tests-only-for-tests-only');

const steer = (id: string, step: string) => api.call<WaveView>('POST', `/v1/waves/${id}/${step}`);
const get = async (id: string) => (await api.call<WaveView>('GET', `/v1/waves/${id}`)).body;

/** A programme of its own; `publish` makes the next version of it that everybody is invited to. */
async function programme() {
  const code = `p-${randomUUID()}`;
  const publish = async (more: object = {}) => {
    const next = { ...definition, code, holdout: { share: 0 }, ...more };
    const { body } = await api.call<{ version: number }>('POST', '/v1/programmes', next);
    await api.call('POST', `/v1/programmes/${code}/versions/${body.version}/publish`);
  };
  await publish();
  return { code, publish };
}

/** A wave of this list that was begun, and a version that was published behind it. */
async function overtaken(list: string, more: object = {}) {
  const { code, publish } = await programme();
  const { id } = await wave(code);
  await fill(id, list);
  await steer(id, 'send');
  await publish(more);
  return { id, code, publish };
}

/** Sends it as far as that goes. */
const sent = async (id: string) => (await stretch(createWaveSending(pages), id)).next;

const BY_EMAIL = { messages: { order: ['email'] } };

it('a list that was judged by an older version is not sent before it was judged anew', async () => {
  const { code, publish } = await programme();
  const { id } = await wave(code);
  await fill(id, listOf(['p-1']));
  await publish(BY_EMAIL);
  expect(await steer(id, 'send')).toMatchObject({ status: 409, body: { code: 'programme-changed' } });
  expect((await fill(id, listOf(['p-1']))).body).toMatchObject({
    programme: { code, version: 2 },
    rows: { refused: { 'no-address': 1 } },
  });
  expect(await steer(id, 'send')).toMatchObject({ status: 202 });
});

it('a wave pauses when a version is published meanwhile, with nobody invited to it, and goes on with it when told to', async () => {
  const { id, code } = await overtaken(listOf(['p-2']));
  expect(await pages.invite(id, 0)).toEqual({ after: 0, invited: 0 });
  expect(await sent(id)).toEqual({ what: 'paused' });
  expect(await get(id)).toMatchObject({
    ...{ state: 'paused', pausedBecause: 'programme-changed', programme: { code, version: 1 } },
    rows: { toInvite: 1 },
  });
  expect(await steer(id, 'resume')).toMatchObject({ status: 202, body: { programme: { version: 2 } } });
  expect(await sent(id)).toEqual({ what: 'done' });
  const { rows } = await pool.query('select programme_version from participation where programme_code = $1', [
    code,
  ]);
  expect(rows).toEqual([{ programme_version: 2 }]);
});

it('a wave that somebody paused asks again before it goes on with a version that they may not know of', async () => {
  const { id } = await overtaken(listOf(['p-3']));
  await steer(id, 'pause');
  expect(await steer(id, 'resume')).toMatchObject({ body: { programme: { version: 1 } } });
  expect(await sent(id)).toEqual({ what: 'paused' });
  expect(await get(id)).toMatchObject({ pausedBecause: 'programme-changed', rows: { toInvite: 1 } });
});

it.each([
  ['writes by other channels', BY_EMAIL],
  ['writes no invitations', { messages: { off: ['invitation'] } }],
])('a version that %s does not eat the list', async (_, more) => {
  const { id, publish } = await overtaken(listOf(['p-4', 'p-5']), more);
  await sent(id);
  expect(await steer(id, 'resume')).toMatchObject({ status: 409, body: { code: 'programme-unfit' } });
  expect(await get(id)).toMatchObject({ state: 'paused', rows: { toInvite: 2 } });
  await publish();
  expect(await steer(id, 'resume')).toMatchObject({ status: 202, body: { programme: { version: 3 } } });
  expect(await sent(id)).toEqual({ what: 'done' });
});

it('whom a wave can no longer write to is not invited without being told', async () => {
  const both = `p-6,+4915123456781,${CONSENT},p6@b.example,${CONSENT}`;
  const list = `${HEADER},email,emailBasis,emailEvidence\n${both}\np-7,+4915123456780,${CONSENT},,,\n`;
  const { id } = await overtaken(list, BY_EMAIL);
  await sent(id);
  await steer(id, 'resume');
  await sent(id);
  expect(await reasons(id)).toEqual(['p-6 invited', 'p-7 no-address']);
});
