import { describe, expect, it } from '@jest/globals';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { pool, wave, fill, reasons } = await startWaves();

describe('a list', () => {
  const rows = 'w-u,"0151 23456780",express-consent,"Zürich ""7"""';
  it.each<{ what: string; list: string | Buffer; type?: string }>([
    { what: 'a BOM', list: `\uFEFF${HEADER}\n${rows}` },
    { what: 'semicolons', list: `${HEADER}\n${rows}`.replaceAll(',', ';') },
    { what: 'tabs', list: `${HEADER}\n${rows}`.replaceAll(',', '\t') },
    { what: 'CR-LF and empty lines', list: `${HEADER}\r\n\r\n${rows}\r\n\r\n` },
    { what: 'Latin-1 bytes', list: Buffer.from(`${HEADER}\n${rows}`, 'latin1') },
    { what: 'spaces around names', list: `customerId , mobile,smsBasis, smsEvidence\n${rows}` },
    {
      what: 'NDJSON',
      list: `${JSON.stringify({ customerId: 'w-u', mobile: '+4915123456780', smsBasis: 'express-consent', smsEvidence: 'Zürich "7"' })}\n\n`,
      type: 'application/x-ndjson',
    },
  ])('with $what is read all the same', async ({ list, type }) => {
    const { id } = await wave('all-invited');
    await fill(id, list, type);
    expect(await reasons(id)).toEqual(['w-u to-invite']);
    const { rows: contacts } = await pool.query('select mobile from wave_contact where wave_id = $1', [id]);
    expect(contacts).toEqual([
      { mobile: { value: '+4915123456780', basis: 'express-consent', evidence: 'Zürich "7"' } },
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CR-LF', '\r\n'],
  ])('keeps evidence of several paragraphs as it was sent: %s', async (_what, end) => {
    const { id } = await wave('all-invited');
    const evidence = 'form 17\n\nsigned in the shop\n\n\nof May';
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
    expect(kept.map((row) => row.evidence)).toEqual([evidence, 'form 17']);
  });

  it.each([
    ['4915123459952', 'to-invite'],
    ['0049 151 23459952', 'to-invite'],
    ['0301234567', 'malformed-number'],
    ['+494915123459952', 'malformed-number'],
  ])('reads %s as a spreadsheet or a person meant it: %s', async (number, expected) => {
    const { id } = await wave('all-invited');
    await fill(id, `${HEADER}\nw-n,${number},${CONSENT}`);
    expect(await reasons(id)).toEqual([`w-n ${expected}`]);
    const { rows } = await pool.query<{ number: string }>(
      `select mobile ->> 'value' as number from wave_contact where wave_id = $1`,
      [id],
    );
    expect(rows.map((row) => row.number)).toEqual(expected === 'to-invite' ? ['+4915123459952'] : []);
  });
});
