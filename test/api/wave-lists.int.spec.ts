import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { WaveView } from '../../src/waves/wave.js';
import { type ProblemBody } from './api.js';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { api, pool, wave, fill, comingIn, report, reasons } = await startWaves();

interface Described {
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Described[];
  readonly properties?: Readonly<Record<string, Described>>;
}

/** A programme that nobody takes part in who takes part in `excluded`. */
async function publishExclusive(): Promise<void> {
  const exclusive = { ...definition, code: 'exclusive', excludes: ['excluded'] };
  const { body } = await api.call<{ version: number }>('POST', '/v1/programmes', exclusive);
  await api.call('POST', `/v1/programmes/exclusive/versions/${body.version}/publish`);
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

describe('a list', () => {
  it('is judged row by row before anybody hears of it, and each row is counted once', async () => {
    await api.invite('w-taking-part');
    await api.invite('w-expired');
    await pool.query(
      `update participation set phase = 'ended', ended_because = 'invitation-expired', next_due_at = null, next_due_what = null
       where customer_id = 'w-expired'`,
    );
    await api.call('POST', '/v1/opt-outs', { channel: 'sms', address: '+4915112345678' });
    const { id } = await wave();
    const { status, body } = await fill(
      id,
      `customerId,mobile,smsBasis,smsEvidence,email,emailBasis,emailEvidence,language,reached
w-1,0151 23456780,${CONSENT},,,,de,
w-2,,,,a@b.example,existing-customer,sale=1; similar=2; no-objection=3; informed=4,en,"[{""code"":""app-installed"",""time"":""2026-01-01T00:00:00Z""}]"
w-1,+4915123456780,${CONSENT},,,,,
w-taking-part,+4915123456781,${CONSENT},,,,,
w-expired,+4915123456782,${CONSENT},,,,,
w-suppressed,+4915112345678,${CONSENT},,,,,
w-no-basis,+4915123456783,contract,x,,,,,
w-no-address,,express-consent,x,,express-consent,x,,
w-number,12,${CONSENT},,,,,
w-address,,,,nobody,express-consent,x,,
,+4915123456784,${CONSENT},,,,,
w-language,+4915123456785,${CONSENT},,,,fr,
w-reached,+4915123456786,${CONSENT},,,,,[{]
w-cells,+4915123456787
`,
    );
    expect(status).toBe(200);
    expect(await reasons(id)).toEqual([
      'w-1 to-invite',
      'w-2 to-invite',
      'w-1 duplicate',
      'w-taking-part already-taking-part',
      'w-expired to-invite',
      'w-suppressed suppressed',
      'w-no-basis no-legal-basis',
      'w-no-address no-address',
      'w-number malformed-number',
      'w-address malformed-address',
      'null customer-missing',
      'w-language malformed-language',
      'w-reached malformed-reached',
      'null malformed-row',
    ]);
    const { rows } = body;
    expect(rows).toMatchObject({ total: 14, toInvite: 3, heldOut: 0, invited: 0, refused: { duplicate: 1 } });
    expect(Object.values(rows.refused).reduce((sum, n) => sum + n, rows.toInvite)).toBe(rows.total);
    expect((await api.call<WaveView>('GET', `/v1/waves/${id}`)).body).toEqual(body);
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1', [id]);
    expect(rowCount).toBe(3);
  });

  it('is refused for reasons that a caller can know all of beforehand, and look up', async () => {
    interface Contract {
      readonly components: { readonly schemas: Readonly<Record<'Wave' | 'WaveRow', Described>> };
    }
    const { Wave, WaveRow } = (await api.call<Contract>('GET', '/openapi.json')).body.components.schemas;
    const reasons = WaveRow.properties?.['reason']?.anyOf?.[0]?.enum ?? [];
    expect(Object.keys(Wave.properties?.['rows']?.properties?.['refused']?.properties ?? {})).toEqual(
      reasons,
    );
    const table = /^\| reason .*\n((?:\|.*\n)+)/m.exec(await readFile('README.md', 'utf8'))?.[1];
    const explained = [...(table ?? '').matchAll(/^\|[^|]*\|/gm)].flatMap(([cell]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, reason]) => reason),
    );
    expect(explained).toEqual(reasons);
    expect(reasons).toContain('no-address');
  });

  it.each(['exclusive', 'excluded'])('leaves out who takes part in the other programme: %s', async (code) => {
    const other = code === 'exclusive' ? 'excluded' : 'exclusive';
    await api.publish('excluded');
    await publishExclusive();
    const elsewhere = `w-in-${other}`;
    await api.invite(elsewhere, { programme: other });
    const { id } = await wave(code);
    await fill(
      id,
      `${HEADER}\n${elsewhere},+4915123456780,${CONSENT}\nw-nowhere,+4915123456781,${CONSENT}\n`,
    );
    expect(await reasons(id)).toEqual([`${elsewhere} excluded-by-programme`, 'w-nowhere to-invite']);
  });

  it('is judged by the channels that its programme writes by', async () => {
    await api.call('POST', '/v1/programmes', {
      ...definition,
      code: 'by-email',
      messages: { order: ['email'] },
    });
    await api.call('POST', '/v1/programmes/by-email/versions/1/publish');
    const { id } = await wave('by-email');
    const header = `${HEADER},email,emailBasis,emailEvidence`;
    const both = `+4915123456781,${CONSENT},a@b.example,${CONSENT}`;
    await fill(id, `${header}\nw-mobile-alone,+4915123456780,${CONSENT},,,\nw-both,${both}\n`);
    expect(await reasons(id)).toEqual(['w-mobile-alone no-address', 'w-both to-invite']);
    const { rows } = await pool.query('select mobile from wave_contact where wave_id = $1', [id]);
    expect(rows).toEqual([{ mobile: null }]);
  });

  it.each<[string, string | Buffer]>([
    ['column-missing', 'mobile\n1'],
    ['column-missing', ''],
    ['column-unknown', `${HEADER},shoeSize\n1,2,3,4,5`],
    ['column-twice', 'customerId,customerId\n1,2'],
    ['encoding-unknown', Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le')],
  ])('that cannot be understood is refused whole: %s', async (code, list) => {
    const { id } = await wave();
    expect(await fill<ProblemBody>(id, list)).toMatchObject({ status: 400, body: { code } });
    expect((await api.call<WaveView>('GET', `/v1/waves/${id}`)).body).toMatchObject({
      state: 'empty',
      rows: { total: 0 },
    });
    expect((await fill(id, `${HEADER}\nw-later,+4915123456780,${CONSENT}`)).status).toBe(200);
  });

  it('whose columns were left out is refused without repeating whose row stands first', async () => {
    const { id } = await wave();
    const { status, body } = await fill<ProblemBody>(id, `customerId,+4915123456789,${CONSENT}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'column-unknown' });
    expect(body.detail).toContain('number 2 is none of them');
    expect(JSON.stringify(body)).not.toContain('15123456789');
  });

  it('is kept whole or not at all, also when the connection breaks in the middle', async () => {
    const { id } = await wave();
    async function* broken() {
      yield `${HEADER}\n`;
      for (let i = 0; i < 5_000; i += 1) yield `w-b${i},+4915123456780,${CONSENT}\n`;
      await comingIn(id);
      throw new Error('the line is cut');
    }
    await expect(fill(id, broken())).rejects.toThrow();
    await comingIn(id, false);
    expect((await api.call<WaveView>('GET', `/v1/waves/${id}`)).body).toMatchObject({ state: 'empty' });
    expect((await fill(id, `${HEADER}\nw-b0,+4915123456780,${CONSENT}`)).body.rows).toMatchObject({
      total: 1,
    });
    // whoever hangs up is no outage, which would wake somebody up
    expect(api.logged.filter((line) => line.includes('PostgreSQL'))).toEqual([]);
  });

  it('can be replaced as long as nobody has heard of it, and those held out by the first are free again', async () => {
    const { id } = await wave();
    const customers = Array.from({ length: 40 }, () => `r-${randomUUID()}`);
    const list = (who: readonly string[]) =>
      [HEADER, ...who.map((each) => `${each},+4915123456780,${CONSENT}`)].join('\n');
    expect((await fill(id, list(customers))).body.rows).toMatchObject({ total: 40, heldOut: 2 });
    expect((await fill(id, list(customers.slice(0, 20)))).body.rows).toMatchObject({ total: 20, heldOut: 1 });
    const { rowCount } = await pool.query('select from assignment where wave_id = $1', [id]);
    expect(rowCount).toBe(20);
    await api.call('POST', `/v1/waves/${id}/send`);
    expect(await fill<ProblemBody>(id, `${HEADER}\n`)).toMatchObject({
      status: 409,
      body: { code: 'list-there' },
    });
  });

  it.each([
    ['POST', '/v1/waves', { programme: 'nothing' }, 400, 'programme-unknown'],
    ['GET', `/v1/waves/${randomUUID()}`, undefined, 404, 'wave-unknown'],
    ['GET', '/v1/waves/nonsense/report', undefined, 404, 'wave-unknown'],
  ])('%s %s is refused: %s', async (method, path, body, status, code) => {
    expect(await api.call(method, path, body)).toMatchObject({ status, body: { code } });
  });

  it('is taken as CSV or NDJSON only, and only there', async () => {
    const { id } = await wave();
    expect(await fill<ProblemBody>(id, '{}', 'application/json')).toMatchObject({ status: 415 });
    expect(await api.call('POST', '/v1/events', 'a,b', { 'content-type': 'text/csv' })).toMatchObject({
      status: 415,
    });
  });
});

describe('a row that cannot be trusted', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a zero byte', { smsEvidence: 'form\u0000 17' }, 'malformed-row'],
    ['half a surrogate pair', { smsEvidence: 'form \ud800' }, 'malformed-row'],
    ['a customer whose digits a number has lost', { customerId: 2 ** 60 }, 'malformed-row'],
    ['an account that is no text', { accountId: { id: 1 }, bucketId: 'b' }, 'malformed-row'],
    ['a field that is no column', { mobil: '+4915123456780' }, 'malformed-row'],
    ['a field that is true', { smsEvidence: true }, 'malformed-row'],
    ['a fraction', { smsEvidence: 0.5 }, 'malformed-row'],
    ['a fraction of a number', { mobile: 4915123456780.5 }, 'malformed-number'],
    ['a formula', { mobile: '=+4915123456780' }, 'malformed-number'],
    ['a remark', { mobile: '0151 23456780 only mornings' }, 'malformed-number'],
    ['an extension', { mobile: '0151 23456780 ext. 5' }, 'malformed-number'],
    ['300 characters', { email: `${'a'.repeat(300)}@b.example` }, 'malformed-address'],
    ['tomorrow', { reached: [{ code: 'app-installed', time: tomorrow() }] }, 'malformed-reached'],
  ])('for %s is refused, and its neighbours are kept', async (_what, cells, reason) => {
    const { id } = await wave('all-invited');
    const row = (customerId: string, more = {}) =>
      JSON.stringify({
        customerId,
        mobile: '+4915123456780',
        smsBasis: 'express-consent',
        smsEvidence: 'form 17 of 2026-03-01',
        ...more,
      });
    const list = [row('w-before'), row('w-odd', cells), row('w-after')].join('\n');
    expect((await fill(id, list, 'application/x-ndjson')).status).toBe(200);
    const found = (await report(id)).map(({ row: n, reason }) => `${n} ${reason}`);
    expect(found).toEqual(['1 null', `2 ${reason}`, '3 null']);
  });

  it('is named by its own place, and a quote that is never closed costs one row alone', async () => {
    const { id } = await wave('all-invited');
    const row = (i: number) => `w-q${i},+4915123456780,${CONSENT}`;
    const lines = Array.from({ length: 3_000 }, (_, i) => row(i + 1));
    lines[4] = 'w-q5,"+4915123456780,express-consent,x';
    lines[1_999] = 'w-q2000,+4915123456780';
    lines[2_998] = 'w-q2999,+4915123456780,express-consent,"x';
    expect((await fill(id, [HEADER, ...lines].join('\n'))).status).toBe(200);
    const refused = (await report(id, '&verdict=refused')).map(({ row: n, reason }) => `${n} ${reason}`);
    expect(refused).toEqual(['5 malformed-row', '2000 malformed-row', '2999 malformed-row']);
    expect((await report(id)).at(-1)).toMatchObject({ row: 3_000, customerId: 'w-q3000' });
  });

  it('may have cells of several lines, whose rows are counted once', async () => {
    const { id } = await wave('all-invited');
    const list = `${HEADER}\r\nw-m1,+4915123456780,express-consent,"form ""17""\r\nof 2026-05-02"\r\nw-m2,+4915123456781,${CONSENT}\r\n`;
    await fill(id, list);
    expect(await reasons(id)).toEqual(['w-m1 to-invite', 'w-m2 to-invite']);
  });

  it('is refused where JSON is no UTF-8, as it would name somebody else', async () => {
    const { id } = await wave('all-invited');
    await fill(id, Buffer.from('{"customerId":"Zürich"}', 'latin1'), 'application/x-ndjson');
    expect(await reasons(id)).toEqual(['null malformed-row']);
  });
});
