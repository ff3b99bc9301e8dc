import { randomInt, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { reasonToStop } from '../../src/domain/waves/sending.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { TestApi } from '../api/api.js';
import { CONSENT, HEADER, waveCalls } from '../api/waves.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;
const { wave, fill } = waveCalls(api);
const pages = new StoredWavePages(pool, cachedProgrammes(), false, 'only-for-tests-only-for-tests-only');

/** A wave that has handed over so many SMS, all of them accepted by the SMS centre; nobody knows yet what became of them. */
async function handedOver(count: number): Promise<string> {
  const { id } = await wave();
  const first = randomInt(1e7, 8e7);
  const line = (i: number) => `f-${randomUUID()},+49151${first + i},${CONSENT}`;
  await fill(id, [HEADER, ...Array.from({ length: Math.ceil(count / 0.95) }, (_, i) => line(i))].join('\n'));
  await api.call('POST', `/v1/waves/${id}/send`);
  await sent(id, count);
  return id;
}

/** Goes on until so many more have left. */
async function sent(id: string, count: number): Promise<void> {
  let after = 0;
  for (let left = count; left > 0; left -= 100) after = (await pages.invite(id, after))?.after ?? after;
  await pool.query(
    `update message set state = 'sent', sent_at = clock_timestamp(), decided_at = clock_timestamp(), due_at = null
     where state = 'pending' and kind = 'invitation' and participation_id in (select participation_id from wave_row where wave_id = $1)`,
    [id],
  );
}

/** What the SMS centre reports of those that left first: one in so many has failed, the others have arrived. */
async function reported(id: string, count: number, oneIn: number): Promise<void> {
  await pool.query(
    `update message m set state = case when r.place % $3 = 0 then 'failed' else 'delivered' end
     from (
       select participation_id, row_number() over (order by n) as place from wave_row where wave_id = $1 and verdict = 'invited'
     ) r where m.participation_id = r.participation_id and m.kind = 'invitation' and r.place <= $2`,
    [id, count, oneIn],
  );
}

async function reason(id: string) {
  const standing = await pages.standing(id);
  return standing ? reasonToStop(standing) : 'there is no such wave';
}

const goesOn = async (id: string) => (await reason(id)) === undefined;
const PAUSES = { what: 'pause', because: 'too-many-failed' };

it('a wave pauses itself also when the SMS centre takes everything and reports failures long after', async () => {
  const id = await handedOver(900);
  expect(await goesOn(id)).toBe(true);
  await reported(id, 11, 1);
  expect(await reason(id)).toEqual(PAUSES);
  await api.call('POST', `/v1/waves/${id}/pause`);
  await api.call('POST', `/v1/waves/${id}/resume`);
  expect(await goesOn(id)).toBe(true);
});

it.each([
  [19, false],
  [20, true],
])('a wave of which one in %s fails goes on: %s', async (oneIn, expected) => {
  const id = await handedOver(900);
  await reported(id, 500, oneIn);
  expect(await goesOn(id)).toBe(expected);
});

it('a wave does not pause because another one fails', async () => {
  const [failing, other] = [await handedOver(100), await handedOver(100)];
  await reported(failing, 100, 1);
  expect(await goesOn(other)).toBe(true);
});
