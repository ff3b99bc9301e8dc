import { describe, expect, it } from '@jest/globals';
import type { Page } from '../../src/paging/page.js';
import type { WaveSummary } from '../../src/waves/wave.js';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { api, wave, fill } = await startWaves();

describe('the report as a file', () => {
  it('has every row, in an order and in signs that a spreadsheet cannot take for anything else', async () => {
    const { id } = await wave('all-invited');
    const names = ['=1+1', '+2', '-3', '@x', '<script>alert(1)</script>', 'ע"ב,ג'];
    const rows = names.map((name) => JSON.stringify({ customerId: name, mobile: '1' }));
    await fill(id, rows.join('\n'), 'application/x-ndjson');
    const { body, headers } = await api.call<string>('GET', `/v1/waves/${id}/report`, undefined, {
      accept: 'text/csv',
    });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="wave-${id}.csv"`);
    expect(body.replace(/^\uFEFF/, '').split('\r\n')).toEqual([
      'row,customerId,verdict,reason,participationId,detail',
      `1,'=1+1,refused,malformed-number,,`,
      `2,'+2,refused,malformed-number,,`,
      `3,'-3,refused,malformed-number,,`,
      `4,'@x,refused,malformed-number,,`,
      '5,<script>alert(1)</script>,refused,malformed-number,,',
      '6,"ע""ב,ג",refused,malformed-number,,',
      '',
    ]);
  });

  it('says what mends a row', async () => {
    const { id } = await wave('all-invited');
    await fill(id, `${HEADER}\nd-1,4.91512E+11,${CONSENT}`);
    const { body } = await api.call<string>('GET', `/v1/waves/${id}/report`, undefined, {
      accept: 'text/csv',
    });
    expect(body).toMatch(/^1,d-1,refused,malformed-number,,".*the format Text.*"\r$/m);
  });

  it('is as long as the list, and can be narrowed', async () => {
    const { id } = await wave('all-invited');
    const lines = Array.from(
      { length: 2_500 },
      (_, i) => `f-${i},${i % 2 ? '+4915123456780' : '1'},${CONSENT}`,
    );
    await fill(id, [HEADER, ...lines].join('\n'));
    const csv = { accept: 'text/csv' };
    const all = await api.call<string>('GET', `/v1/waves/${id}/report`, undefined, csv);
    expect(all.body.trim().split('\r\n')).toHaveLength(2_501);
    const refused = await api.call<string>('GET', `/v1/waves/${id}/report?verdict=refused`, undefined, csv);
    expect(refused.body.trim().split('\r\n')).toHaveLength(1_251);
  });
});

it('waves are listed, the newest first, page by page', async () => {
  await api.publish('listed');
  const made = [];
  for (let i = 0; i < 3; i += 1) made.unshift((await wave('listed')).id);
  await api.call('POST', `/v1/waves/${made[0]}/cancel`);
  const list = async (query: string) =>
    (await api.call<Page<WaveSummary>>('GET', `/v1/waves?programme=listed&${query}`)).body;
  const first = await list('limit=2');
  const second = await list(`limit=2&cursor=${first.next}`);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
  expect(second.next).toBeNull();
  expect((await list('state=cancelled')).items).toMatchObject([{ id: made[0], state: 'cancelled' }]);
});
