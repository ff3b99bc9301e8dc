import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { addressHash } from '../../prisma/opt-outs.js';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { api, pool, wave, fill, reasons } = await startWaves();

const KEY = 'only-for-tests-only-for-tests-only';
const point = { basis: 'express-consent', evidence: 'form 7 of 2026-03-01' };
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

async function invite(contact: object) {
  const body = { programme: 'online-statt-hotline', customerId: randomUUID(), contact };
  const { status, body: answer } = await api.call<{ id: string; code: string; detail: string }>(
    'POST',
    '/v1/participations',
    body,
  );
  const { rows } = await pool.query<{ mobile: string | null; email: string | null }>(
    `select mobile ->> 'value' as mobile, email ->> 'value' as email from contact
     where participation_id::text = $1`,
    [answer.id ?? null],
  );
  return { status, answer, kept: rows[0] };
}

/** One row of a list with this number: what becomes of it, and what is kept. */
async function listed(mobile: string) {
  const { id } = await wave('all-invited');
  await fill(id, `${HEADER}\nw-s,"${mobile}",${CONSENT}`);
  const { rows } = await pool.query<{ mobile: string }>(
    `select mobile ->> 'value' as mobile from wave_contact where wave_id = $1`,
    [id],
  );
  return { said: await reasons(id), kept: rows[0]?.mobile };
}

describe('a mobile number is the same whichever way it comes in', () => {
  it.each([
    ['+4915112345670', '+4915112345670'],
    ['+49015112345670', '+4915112345670'],
    ['0151 12345670', '+4915112345670'],
    ['0049 (0)151/12345670', '+4915112345670'],
    ['\u202A+49\u00A0151\u201112345670\u202C', '+4915112345670'],
    ['tel:+49-151-12345670', '+4915112345670'],
    ['4915112345670', '+4915112345670'],
    ['+436641234567', '+436641234567'],
  ])('%s', async (written, number) => {
    expect(await invite({ mobile: { value: written, ...point } })).toMatchObject({
      status: 201,
      kept: { mobile: number },
    });
    expect(await listed(written)).toEqual({ said: ['w-s to-invite'], kept: number });
  });

  it.each([
    '+1234567',
    '+493012345678',
    '+498001234567',
    '0800 1234567',
    '70070',
    '491701234567.0',
    '4.91512E+11',
    '0170 1234567/8',
    '0170 1234567-8',
    '017012345678, 017112345678',
    '017012345678\n017112345678',
    '=+4915112345670',
    '٠١٥١١٢٣٤٥٦٧٠',
  ])('and refused whichever way it comes in: %s', async (written) => {
    const { status, answer } = await invite({ mobile: { value: written, ...point } });
    expect({ status, code: answer.code }).toEqual({ status: 400, code: 'invalid-format' });
    expect(answer.detail).not.toContain(written);
    expect(await listed(written)).toEqual({ said: ['w-s malformed-number'], kept: undefined });
    const stop = await api.call('POST', '/v1/opt-outs', { channel: 'sms', address: written });
    expect(stop.status).toBe(400);
  });

  it('and of what a spreadsheet has made of it the format that mends it is named', async () => {
    const { answer } = await invite({ mobile: { value: '4.91512E+11', ...point } });
    expect(answer.detail).toContain('give its cells the format Text');
  });

  it.each([4915112345670, null, true, ['+4915112345670']])('and is no %p', async (value) => {
    const { status } = await invite({ mobile: { value, ...point } });
    expect(status).toBe(400);
  });
});

describe('an e-mail address is the same whichever way it comes in', () => {
  it.each([
    ['Anna@M\u00FCller.EXAMPLE', 'Anna@xn--mller-kva.example'],
    ['\uFEFFa&b!c/d=e@example.org\u00A0', 'a&b!c/d=e@example.org'],
  ])('%s', async (written, address) => {
    expect(await invite({ email: { value: written, ...point } })).toMatchObject({
      status: 201,
      kept: { email: address },
    });
  });
});

describe('a consent is proven in an invitation as in a list', () => {
  it.each(['form 7', 'k.A.', 'keine Angabe', '(leer)', '2026-03-01', `opt-in of ${tomorrow}`])(
    'not by "%s"',
    async (evidence) => {
      const mobile = { value: '+4915112345670', basis: 'express-consent', evidence };
      expect((await invite({ mobile })).answer).toMatchObject({ code: 'no-legal-basis' });
      const { id } = await wave('all-invited');
      await fill(id, `${HEADER}\nw-c,+4915112345670,express-consent,"${evidence}"`);
      expect(await reasons(id)).toEqual(['w-c no-legal-basis']);
    },
  );

  it.each(['#NV', '#REF!', '#NAME?', '#WERT!'])('and a spreadsheet error is none: %s', async (evidence) => {
    for (const basis of ['express-consent', 'existing-customer', 'contract']) {
      const mobile = { value: '+4915112345670', basis, evidence };
      expect((await invite({ mobile })).answer).toMatchObject({ code: 'error-value' });
    }
    const body = { programme: 'online-statt-hotline', customerId: evidence };
    expect(await api.call('POST', '/v1/participations', body)).toMatchObject({
      status: 400,
      body: { code: 'error-value', pointer: '/customerId' },
    });
  });
});

it.each([
  ['in the spelling of before', '+49015112340001', '015112340001'],
  ['of a number of before', '+4915112340002', '+49015112340002'],
])('who has opted out %s is suppressed in a list', async (_how, stopped, written) => {
  await pool.query(`insert into opt_out (channel, address_hash, scope) values ('sms', $1, 'all')`, [
    addressHash(KEY, 'sms', stopped),
  ]);
  expect(await listed(written)).toEqual({ said: ['w-s suppressed'], kept: undefined });
});

it('who opts out in any spelling is suppressed in a list', async () => {
  for (const [i, spelt] of ['015112350000', '+49015112350001', '+49 151 1235-0002'].entries()) {
    const { status } = await api.call('POST', '/v1/opt-outs', { channel: 'sms', address: spelt });
    expect(status).toBe(204);
    expect(await listed(`+491511235000${i}`)).toEqual({ said: ['w-s suppressed'], kept: undefined });
  }
});
