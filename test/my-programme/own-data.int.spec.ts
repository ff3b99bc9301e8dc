import { describe, expect, it } from '@jest/globals';
import type { CustomerFile } from '../../src/customers/customer-file.js';
import type { ErasureView } from '../../src/customers/erasure.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { ACCEPTED, MINE, startPages } from './kit.js';

const { api, pool, guest, events } = await startPages();
const DATA = `${MINE}/my-data.json`;
const ERASE = `${MINE}/erase`;

describe('my data', () => {
  it('are a file with everything that is kept about me, and nothing of anybody else', async () => {
    const point = { basis: 'express-consent', evidence: 'form 17 of 2026-03-01' };
    const who = await guest(MINE, { contact: { mobile: { value: '+4915123456789', ...point } } });
    await guest();
    await who.browser.submit(who.page, ACCEPTED, '');
    const { status, headers, html } = await who.browser.get(DATA);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe('attachment; filename="my-data.json"');
    expect(headers.get('cache-control')).toBe('no-store');
    const file = JSON.parse(html) as CustomerFile;
    expect(file.customerId).toBe(who.customer);
    expect(file.participations).toMatchObject([
      {
        id: who.id,
        contact: { mobile: { value: '+4915123456789' } },
        accepted: [{ what: expect.any(String), channel: 'page' }, { channel: 'page' }],
      },
    ]);
    expect(file.events.map(({ type }) => type)).toContain('selfservice.registered');
  });

  it('are given to nobody who is not signed in, nor to somebody without an invitation', async () => {
    const stranger = new CustomerBrowser(api.url);
    expect((await stranger.only('GET', DATA)).status).toBe(303);
    expect((await stranger.signIn('not-invited', DATA)).status).toBe(403);
  });
});

describe('erasing my data', () => {
  it('is asked once more, then accepted with a receipt, and ends the participation', async () => {
    const who = await guest();
    const form = await who.browser.get(ERASE);
    expect(form.html).toContain('worauf wir höchstens drei Tage warten');
    expect((await events(who.id)).map(({ type }) => type)).not.toContain('participation.erased');
    const accepted = await who.browser.submit(form, {}, '');
    expect(accepted.status).toBe(202);
    const receipt = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(accepted.html)?.[0] ?? '';
    const { body } = await api.call<ErasureView>('GET', `/v1/erasures/${receipt}`);
    expect(body).toMatchObject({ id: receipt, state: 'waiting' });
    const again = await who.browser.submit(await who.browser.get(ERASE), {}, '');
    expect(again.html).toContain(receipt);
    expect((await events(who.id)).filter(({ type }) => type === 'participation.erased')).toHaveLength(1);
  });

  it('needs the form: nothing happens to a customer whom another page sends there', async () => {
    const who = await guest();
    expect((await who.browser.only('POST', ERASE, {})).status).toBe(403);
    const { rowCount } = await pool.query('select from erasure where customer_id = $1', [who.customer]);
    expect(rowCount).toBe(0);
  });
});
