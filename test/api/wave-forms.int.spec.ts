import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { ProblemBody } from './api.js';
import { COLUMNS } from '../../src/waves/list-row.js';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { api, pool, wave, fill, report, reasons } = await startWaves();

const semicolons = (list: string) => list.replaceAll(',', ';');
const tabs = (list: string) => list.replaceAll(',', '\t');

describe('a list', () => {
  const rows = 'w-u,"0151 23456780",express-consent,"Zürich ""7"" 2026-03-01"';
  it.each<{ what: string; list: string | Buffer; type?: string }>([
    { what: 'a BOM', list: `\uFEFF${HEADER}\n${rows}` },
    { what: 'semicolons', list: `${HEADER}\n${rows}`.replaceAll(',', ';') },
    { what: 'tabs', list: `${HEADER}\n${rows}`.replaceAll(',', '\t') },
    { what: 'CR-LF and empty lines', list: `${HEADER}\r\n\r\n${rows}\r\n\r\n` },
    { what: 'Latin-1 bytes', list: Buffer.from(`${HEADER}\n${rows}`, 'latin1') },
    { what: 'CR alone', list: `\r${HEADER}\r${rows}\r` },
    { what: 'bars', list: `${HEADER}\n${rows}`.replaceAll(',', '|') },
    { what: 'a line that says sep=;', list: `sep=;\r\n${semicolons(`${HEADER}\r\n${rows}`)}` },
    {
      what: 'a BOM, an empty line and a quoted line that says sep=;',
      list: `\uFEFF\r\n"SEP=;";;\n\n${semicolons(`${HEADER}\n${rows}`)}`,
    },
    { what: 'a line that says to separate by tabs', list: `sep=\t\n${tabs(`${HEADER}\n${rows}`)}` },
    { what: 'a separator of its own', list: `sep=^\n${`${HEADER}\n${rows}`.replaceAll(',', '^')}` },
    { what: 'quoted names', list: `"${HEADER.replaceAll(',', '";"')}"\n${semicolons(rows)}` },
    { what: 'an empty last column', list: semicolons(`${HEADER},\n${rows},\n`) },
    { what: 'an empty last column in the heading alone', list: `${HEADER},,,\n${rows}` },
    { what: 'empty last columns in the rows alone', list: `${HEADER}\n${rows},, ,""` },
    {
      what: 'empty columns before and between',
      list: `,${HEADER.replace(',', ',,')}\n,${rows.replace(',', ',,')}`,
    },
    { what: 'rows of nothing but separators', list: `,,,\n${HEADER},\n,,,,\n , ,\n"","",\n${rows},\n,,,,,,` },
    { what: 'names in another case', list: `CUSTOMERID,Mobile,SMSbasis,smsevidence\n${rows}` },
    { what: 'names as people write them', list: `Customer ID,mobile,sms_basis,sms-evidence\n${rows}` },
    {
      what: 'invisible characters in names',
      list: `\uFEFFcustomerId\u200B,\u00A0mobile\u00A0,"\uFEFFsmsBasis",sms\u200B\u00ADEvidence\u2060\n${rows}`,
    },
    {
      what: 'no-break spaces in Windows-1252 around names',
      list: Buffer.from(`\u00A0customerId,mobile\u00A0,smsBasis,smsEvidence\n${rows}`, 'latin1'),
    },
    {
      what: 'blanks around quoted cells',
      list: `${HEADER}\n${rows.replaceAll(',"', ' , "').replace('",', '" ,')} `,
    },
    {
      what: 'its charset named',
      list: `${HEADER}\n${rows}`,
      type: 'Text/CSV; charset=utf-8; header=present',
    },
    {
      what: 'names in another case, as NDJSON with a BOM',
      list: `\uFEFF\r\n${JSON.stringify({ CustomerID: 'w-u', MOBILE: '+4915123456780', sms_basis: 'express-consent', 'smsEvidence\u200B': 'Zürich "7" 2026-03-01' })}\r\n`,
      type: 'application/x-ndjson; charset=utf-8',
    },
    { what: 'spaces around names', list: `customerId , mobile,smsBasis, smsEvidence\n${rows}` },
    {
      what: 'NDJSON',
      list: `${JSON.stringify({ customerId: 'w-u', mobile: '+4915123456780', smsBasis: 'express-consent', smsEvidence: 'Zürich "7" 2026-03-01' })}\n\n`,
      type: 'application/x-ndjson',
    },
  ])('with $what is read all the same', async ({ list, type }) => {
    const { id } = await wave('all-invited');
    await fill(id, list, type);
    expect(await reasons(id)).toEqual(['w-u to-invite']);
    const { rows: contacts } = await pool.query('select mobile from wave_contact where wave_id = $1', [id]);
    expect(contacts).toEqual([
      { mobile: { value: '+4915123456780', basis: 'express-consent', evidence: 'Zürich "7" 2026-03-01' } },
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CR-LF', '\r\n'],
  ])('keeps evidence of several paragraphs as it was sent: %s', async (_what, end) => {
    const { id } = await wave('all-invited');
    const evidence = 'form 17\n\nsigned in the shop\n\n\n2026-05-02';
    const cell = `"${evidence.replaceAll('\n', end)}"`;
    const lines = [
      '',
      HEADER,
      '',
      `w-p,+4915123456780,express-consent,${cell}`,
      '',
      `w-q,+4915123456781,${CONSENT}`,
      '',
    ];
    await fill(id, lines.join(end));
    expect(await reasons(id)).toEqual(['w-p to-invite', 'w-q to-invite']);
    const { rows: kept } = await pool.query<{ evidence: string }>(
      `select mobile ->> 'evidence' as evidence from wave_contact where wave_id = $1 order by n`,
      [id],
    );
    expect(kept.map((row) => row.evidence)).toEqual([evidence, 'form 17 of 2026-03-01']);
  });

  it.each([
    ['4915123459952', 'to-invite'],
    ['0049 151 23459952', 'to-invite'],
    ['+49015123459952', 'to-invite'],
    ['+49 (0)151 23459952', 'to-invite'],
    ["'015123459952", 'to-invite'],
    ['\u202A+49 151\u00A02345\u20119952\u202C', 'to-invite'],
    ['0301234567', 'malformed-number'],
    ['+498001234567', 'malformed-number'],
    ['+494915123459952', 'malformed-number'],
    ['4915123459952.0', 'malformed-number'],
    ['15123459952.0', 'malformed-number'],
    ['4.91512E+12', 'malformed-number'],
    ['0151 23459952/3', 'malformed-number'],
    ['0151 23459952-3', 'malformed-number'],
    ['0170 1234567/8', 'malformed-number'],
    ['0170 1234567-8', 'malformed-number'],
  ])('reads %s as a spreadsheet or a person meant it: %s', async (number, expected) => {
    const { id } = await wave('all-invited');
    await fill(id, `${HEADER}\nw-n,${number},${CONSENT}`);
    expect((await report(id)).map(({ verdict, reason }) => reason ?? verdict)).toEqual([expected]);
    const { rows } = await pool.query<{ number: string }>(
      `select mobile ->> 'value' as number from wave_contact where wave_id = $1`,
      [id],
    );
    expect(rows.map((row) => row.number)).toEqual(expected === 'to-invite' ? ['+4915123459952'] : []);
  });

  it.each([
    ['4915123459952', 'to-invite'],
    ['15123459952', 'to-invite'],
    ['"4915123459952"', 'to-invite'],
    ['4915123459952.0', 'malformed-number'],
    ['4.915123459952E+12', 'malformed-number'],
    ['4.91512E+12', 'malformed-number'],
    ['4915123459952e0', 'malformed-number'],
    ['-4915123459952', 'malformed-number'],
    ['{"number": 4915123459952}', 'malformed-row'],
    ['[4915123459952]', 'malformed-row'],
    ['true', 'malformed-row'],
  ])('reads %s of JSON as it is written: %s', async (number, expected) => {
    const { id } = await wave('all-invited');
    const cells = '"customerId": "w-j", "smsBasis": "express-consent", "smsEvidence": "form of 2026-03-01"';
    await fill(id, `{${cells}, "mobile": ${number}}`, 'application/x-ndjson');
    expect((await report(id)).map(({ verdict, reason }) => reason ?? verdict)).toEqual([expected]);
    const { rows } = await pool.query<{ number: string }>(
      `select mobile ->> 'value' as number from wave_contact where wave_id = $1`,
      [id],
    );
    expect(rows.map((row) => row.number)).toEqual(expected === 'to-invite' ? ['+4915123459952'] : []);
  });

  it.each([
    ['anna@Müller.de', 'anna@xn--mller-kva.de'],
    ['a&b!c/d=e@Example.org', 'a&b!c/d=e@example.org'],
    ['\u200Banna@example.org\u00A0', 'anna@example.org'],
    ['anna @example.org', undefined],
    ['Anna <anna@example.org>', undefined],
  ])('reads the e-mail address %j', async (written, address) => {
    const { id } = await wave('all-invited');
    await fill(id, `customerId,email,emailBasis,emailEvidence\nw-e,${written},${CONSENT}`);
    expect(await reasons(id)).toEqual([`w-e ${address === undefined ? 'malformed-address' : 'to-invite'}`]);
    const { rows } = await pool.query<{ address: string }>(
      `select email ->> 'value' as address from wave_contact where wave_id = $1`,
      [id],
    );
    expect(rows.map((row) => row.address)).toEqual(address === undefined ? [] : [address]);
  });

  it('says of a number that a spreadsheet took for an amount which format mends it', async () => {
    const { id } = await wave('all-invited');
    await fill(id, `${HEADER}\nw-1,4.91512E+11,${CONSENT}\nw-2,12,${CONSENT}\nw-3,+4915123459952,${CONSENT}`);
    const advice: unknown = expect.stringContaining('give its cells the format Text');
    expect((await report(id)).map(({ detail }) => detail)).toEqual([advice, null, null]);
  });

  it.each([
    ...['#NV', '#REF!', '#NAME?', '#WERT!', '#DIV/0!', '#####', 'Err:502'].map((value) => [
      'smsEvidence',
      value,
    ]),
    ...COLUMNS.map((column) => [column, '#NV']),
    ['reached', '[{"code": "registered", "time": "2026-01-01T00:00:00Z", "privacyPolicy": "#REF!"}]'],
  ])('has no row in whose %s a spreadsheet says %s', async (column, value) => {
    const cells = {
      customerId: 'w-v',
      mobile: '+4915123459952',
      smsBasis: 'express-consent',
      smsEvidence: 'form of 2026-03-01',
      [column]: value,
    };
    const quoted = Object.values(cells).map((cell) => `"${cell.replaceAll('"', '""')}"`);
    const { id } = await wave('all-invited');
    await fill(id, `${Object.keys(cells).join()}\n${quoted.join()}`);
    expect(await reasons(id)).toEqual(['null malformed-row']);
    const other = await wave('all-invited');
    const fields = { ...cells, ...(value.startsWith('[') && { [column]: JSON.parse(value) as unknown }) };
    await fill(other.id, JSON.stringify(fields), 'application/x-ndjson');
    expect(await reasons(other.id)).toEqual(['null malformed-row']);
  });

  it('whose cells have commas is read by its semicolons', async () => {
    const { id } = await wave('all-invited');
    await fill(
      id,
      `${semicolons(HEADER)}\nw-d;+4915123456780;express-consent;form 1,50, 2,75, 3,00, of 2026-05-02\n`,
    );
    expect(await reasons(id)).toEqual(['w-d to-invite']);
  });

  it.each(['"à la Voilà 2026-03-01 Voilà"', '2026-03-01 Voilà', '"2026-03-01 Voilà" '])(
    'keeps letters at the ends of cells beside quotes: %s',
    async (evidence) => {
      const { id } = await wave('all-invited');
      await fill(id, `${HEADER}\n"w-à",+4915123456780,express-consent,${evidence}\n`);
      expect(await reasons(id)).toEqual(['w-à to-invite']);
      const { rows } = await pool.query(
        `select mobile ->> 'evidence' as evidence from wave_contact where wave_id = $1`,
        [id],
      );
      expect(rows).toEqual([{ evidence: evidence.replaceAll('"', '').trim() }]);
    },
  );

  it('has words behind a quoted part of a cell as they are, and an open quote costs one row alone', async () => {
    const { id } = await wave('all-invited');
    const row = (customer: string, evidence: string) =>
      `${customer},+4915123456780,express-consent,${evidence}`;
    await fill(
      id,
      [
        HEADER,
        row('w-1', ' "17", of May'),
        row('w-2', '"17" by form of 2026-05-02'),
        row('w-3', ' "17'),
        row('w-4', 'form of 2026-05-02'),
      ].join('\n'),
    );
    expect(await reasons(id)).toEqual([
      'null malformed-row',
      'w-2 to-invite',
      'null malformed-row',
      'w-4 to-invite',
    ]);
  });

  it('has a row that cannot be trusted where something stands in a column without a name, or a cell is missing', async () => {
    const { id } = await wave('all-invited');
    await fill(
      id,
      `${HEADER},\nw-1,+4915123456780,${CONSENT},x\nw-2,+4915123456780,${CONSENT},,x\nw-3,+4915123456780,${CONSENT}\nw-4,+4915123456780\n`,
    );
    expect(await reasons(id)).toEqual([
      'null malformed-row',
      'null malformed-row',
      'w-3 to-invite',
      'null malformed-row',
    ]);
  });

  it.each([
    ['DE', 'de'],
    ['En', 'en'],
    ['de-DE', 'de'],
    ['de_AT', 'de'],
    ['EN-GB', 'en'],
    ['en-Latn-US', 'en'],
    [' de ', 'de'],
    ['', 'de'],
    ['deutsch', undefined],
    ['de-', undefined],
    ['fr-DE', undefined],
    ['-de', undefined],
  ])('may name the language as %p', async (written, language) => {
    const { id } = await wave('all-invited');
    await fill(id, `${HEADER},language\nw-l,+4915123456780,${CONSENT},${written}\n`);
    const { rows } = await pool.query('select language, reason from wave_row where wave_id = $1', [id]);
    expect(rows).toEqual([{ language: language ?? null, reason: language ? null : 'malformed-language' }]);
  });
});

it('an invitation may name the language as a row of a list may', async () => {
  const invited = await api.invite('w-tag', { language: 'EN-GB' });
  const { rows } = await pool.query('select language from participation where id = $1', [invited.id]);
  expect(rows).toEqual([{ language: 'en' }]);
  const fr = { programme: 'all-invited', customerId: 'w-fr', language: 'fr' };
  expect(await api.call('POST', '/v1/participations', fr)).toMatchObject({ status: 400 });
});

describe('what is no list that can be read', () => {
  const json = JSON.stringify({ customerId: 'w-1', mobile: '+4915123456780' });
  const CSV = 'text/csv';
  const NDJSON = 'application/x-ndjson';
  const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();
  it.each<[what: string, type: string, list: string | Buffer, code: string, says: string]>([
    ['UTF-16', CSV, Buffer.from(`${HEADER}\r\nw-1`, 'utf16le'), 'encoding-unknown', 'UTF-16'],
    ['UTF-16 the other way round', CSV, bigEndian(`${HEADER}\r\nw-1`), 'encoding-unknown', 'UTF-16'],
    [
      'UTF-16 behind an empty line',
      CSV,
      Buffer.from(`\r\n${HEADER}`, 'utf16le'),
      'encoding-unknown',
      'UTF-16',
    ],
    ['UTF-16 with a mark', CSV, bigEndian(`\uFEFF${HEADER}\n`), 'encoding-unknown', 'UTF-16'],
    ['UTF-16, quoted', CSV, Buffer.from('"customerId"', 'utf16le'), 'encoding-unknown', 'UTF-16'],
    [
      'Unicode text of a spreadsheet',
      CSV,
      Buffer.from(`\uFEFF${tabs(HEADER)}\r\n`, 'utf16le'),
      'encoding-unknown',
      'UTF-16',
    ],
    ['UTF-32', CSV, Buffer.from([0, 0, 0, 0x63, 0, 0, 0, 0x75]), 'encoding-unknown', 'UTF-16'],
    [
      'UTF-16 with a mark',
      NDJSON,
      Buffer.from(`\uFEFF${json}\n${json}`, 'utf16le'),
      'encoding-unknown',
      'UTF-16',
    ],
    ['UTF-16', NDJSON, Buffer.from(`${json}\n${json}`, 'utf16le'), 'encoding-unknown', 'UTF-16'],
    ['UTF-16 the other way round', NDJSON, bigEndian(`\n${json}\n${json}`), 'encoding-unknown', 'UTF-16'],
    [
      'a workbook',
      CSV,
      Buffer.from('PK\u0003\u0004\u0014\0\u0006\0', 'latin1'),
      'encoding-unknown',
      'workbook',
    ],
    ['an old workbook', CSV, Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'encoding-unknown', 'workbook'],
    [
      'a file of gzip that does not say so',
      CSV,
      gzipSync(HEADER),
      'encoding-unknown',
      'Content-Encoding: gzip',
    ],
    [
      'a file of gzip that does not say so',
      NDJSON,
      gzipSync(json),
      'encoding-unknown',
      'Content-Encoding: gzip',
    ],
    ['an array in one line', NDJSON, `[${json},${json}]`, 'not-ndjson', 'one object a line'],
    [
      'an array over several lines',
      NDJSON,
      `\n[\n  ${json},\n  ${json}\n]\n`,
      'not-ndjson',
      'one object a line',
    ],
    [
      'an object over several lines',
      NDJSON,
      JSON.stringify({ customerId: 'w-1' }, null, 2),
      'not-ndjson',
      'one object a line',
    ],
    ['CSV', NDJSON, `${semicolons(HEADER)}\nw-1`, 'not-ndjson', 'text/csv'],
    ['NDJSON', CSV, `${json}\n${json}`, 'column-unknown', 'application/x-ndjson'],
    ['a name that only looks like one', CSV, `customer.Id\nw-1`, 'column-unknown', 'number 1'],
    ['the same name twice', CSV, `customerId,CustomerID\nw-1,w-1`, 'column-twice', 'twice'],
    ['nothing but separators', CSV, `,,,\n;;;\n`, 'column-missing', 'empty'],
    ['nothing but what separates', CSV, `sep=;\n`, 'column-missing', 'empty'],
  ])('is refused by name: %s as %s', async (_what, type, list, code, says) => {
    const { id } = await wave('all-invited');
    const { status, body } = await fill<ProblemBody>(id, list, type);
    expect({ status, code: body.code }).toEqual({ status: 400, code });
    expect(body.detail).toContain(says);
    expect(JSON.stringify(body)).not.toContain('w-1');
    expect(await reasons(id)).toEqual([]);
  });

  it('is one field of NDJSON twice, which costs its row alone', async () => {
    const { id } = await wave('all-invited');
    const row = {
      customerId: 'w-1',
      mobile: '+4915123456780',
      smsBasis: 'express-consent',
      smsEvidence: 'form of 2026-03-01',
    };
    await fill(
      id,
      [{ ...row, CustomerID: 'w-2' }, row].map((each) => JSON.stringify(each)).join('\n'),
      NDJSON,
    );
    expect(await reasons(id)).toEqual(['null malformed-row', 'w-1 to-invite']);
  });
});
