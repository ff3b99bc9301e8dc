import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { ACCEPTED, MINE, startPages } from './kit.js';

const { api, pool, guest, events } = await startPages();

interface AcceptanceRow {
  readonly what: string;
  readonly version: string;
  readonly sha256: string;
  readonly text: string;
  readonly language: string;
  readonly channel: string;
}

async function accepted(id: string): Promise<readonly AcceptanceRow[]> {
  const { rows } = await pool.query<AcceptanceRow>(
    'select a.*, t.text from acceptance a join accepted_text t using (sha256) where participation_id = $1 order by what',
    [id],
  );
  return rows;
}

describe('the form to take part', () => {
  it.each([
    ['de', 'Jetzt mitmachen', '3.600\u00a0MB', 'Fassung online-statt-hotline/1'],
    ['en', 'Take part now', '3,600\u00a0MB', 'Version online-statt-hotline/1'],
  ])('says in %s what is accepted, and ticks nothing by itself', async (language, ...said) => {
    const { page } = await guest(`/${language}/my/online-statt-hotline`);
    expect(page.status).toBe(200);
    for (const each of said) expect(page.html).toContain(each);
    expect(page.html).toContain(`href="/${language}/privacy"`);
    expect(page.html).not.toContain('checked');
    expect(page.html).not.toMatch(/<script|style=|onclick/);
    expect(page.html.length).toBeLessThan(60_000);
  });

  it.each([
    [{}, ['Datenschutzhinweisen zustimmen', 'Teilnahmebedingungen zustimmen']],
    [{ acceptTerms: 'yes' }, ['Datenschutzhinweisen zustimmen']],
    [{ acceptPrivacy: 'yes' }, ['Teilnahmebedingungen zustimmen']],
  ])('with %j ticked says what is missing, and nothing is kept', async (ticked, missing) => {
    const { browser, page, id } = await guest();
    const again = await browser.submit(page, ticked, '');
    expect(again.status).toBe(400);
    expect(again.html).toContain('<title>Fehler: Mitmachen');
    expect(again.html).toMatch(/<div class="problem" tabindex="-1" autofocus><div role="alert">/);
    for (const each of missing) expect(again.html).toContain(each);
    for (const box of ['acceptPrivacy', 'acceptTerms']) {
      const [input = ''] = new RegExp(`<input[^>]* name="${box}"[^>]*>`).exec(again.html) ?? [];
      expect(input.includes(' checked')).toBe(box in ticked);
      expect(input.includes(`aria-invalid="true" aria-describedby="${box}-problem"`)).toBe(!(box in ticked));
      expect(again.html.includes(`id="${box}-problem"`)).toBe(!(box in ticked));
      expect(again.html.includes(`<a href="#${box}">`)).toBe(!(box in ticked));
    }
    expect([await accepted(id), await events(id)]).toEqual([[], []]);
  });

  it('promises the first data volume only where registering is rewarded', async () => {
    const code = 'nothing-for-registering';
    const milestones = definition.milestones.filter((each) => each.code !== 'registered');
    await api.call('POST', '/v1/programmes', { ...definition, code, milestones });
    await api.call('POST', `/v1/programmes/${code}/versions/1/publish`);
    const { browser, customer, page } = await guest();
    expect(page.html).toContain('und Sie erhalten Ihr erstes Datenvolumen.');
    await api.invite(customer, { programme: code });
    const { html } = await browser.get(`/de/my/${code}`);
    expect(html).toContain('kreuzen Sie beide Felder an, und Sie nehmen teil.');
    expect(html).not.toContain('erstes Datenvolumen');
  });

  it('is shown again when the texts have changed since', async () => {
    const { browser, page, id } = await guest();
    const again = await browser.submit(page, { ...ACCEPTED, privacy: 'of an older page' }, '');
    expect([again.status, again.html]).toEqual([409, expect.stringContaining('haben sich geändert')]);
    expect(again.html).not.toContain('checked');
    expect(await events(id)).toEqual([]);
  });

  it.each([{ _csrf: 'guessed' }, { _csrf: '' }])('is refused from another site: %j', async (forged) => {
    const { browser, page, id } = await guest();
    const refused = await browser.submit(page, { ...ACCEPTED, ...forged }, '');
    expect([refused.status, refused.html]).toEqual([403, expect.stringContaining('nicht gesendet')]);
    expect(await events(id)).toEqual([]);
  });
});

describe('registering', () => {
  it('is an event like any other, for this participation only, and leaves evidence word for word', async () => {
    const { browser, page, id } = await guest();
    const after = await browser.submit(page, ACCEPTED, '');
    expect([after.status, after.url, after.html]).toEqual([
      200,
      MINE,
      expect.stringContaining('Sie sind dabei'),
    ]);
    const version = SENDER_SETTINGS.PRIVACY_POLICY_VERSION;
    expect(await events(id)).toEqual([
      {
        source: 'urn:quietline',
        id: `${id}/registered`,
        type: 'selfservice.registered',
        data: { privacyPolicy: version },
      },
    ]);
    const evidence = await accepted(id);
    expect(evidence).toMatchObject([
      { what: 'privacy-notice', version, language: 'de', channel: 'page' },
      { what: 'terms', version: 'online-statt-hotline/1', language: 'de', channel: 'page' },
    ]);
    for (const { text, sha256 } of evidence)
      expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    const shown = page.html
      .replaceAll(/<[^>]*>/g, '\n')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    const terms = evidence[1]?.text.split('\n\n') ?? [];
    expect(terms.slice(0, 3)).toEqual([
      'Teilnahmebedingungen',
      'Das bekommen Sie',
      'Für das Programm registrieren (1 Jahr nutzbar): 600 MB',
    ]);
    for (const line of terms)
      for (const said of line.split(/: (?=[\d.]+ MB$)/)) expect(shown).toContain(said);
  });

  it('happens once, by a double click, from two tabs or after going back', async () => {
    const { browser, page, id } = await guest();
    const clicks = await Promise.all([1, 2, 3].map(() => browser.submit(page, ACCEPTED, '')));
    const later = await browser.submit(page, ACCEPTED, '');
    for (const { status, url } of [...clicks, later]) expect([status, url]).toEqual([200, MINE]);
    expect(await events(id)).toHaveLength(1);
    expect(await accepted(id)).toHaveLength(2);
  });

  it('keeps nothing, neither event nor evidence, when half of it fails', async () => {
    const { browser, page, id } = await guest();
    await pool.query(
      `alter table event add constraint never check (type <> 'selfservice.registered') not valid`,
    );
    const failed = await browser.submit(page, ACCEPTED, '');
    await pool.query('alter table event drop constraint never');
    expect([failed.status, failed.html]).toEqual([500, expect.stringContaining('Das lag an uns')]);
    expect([await accepted(id), await events(id)]).toEqual([[], []]);
  });

  it('is too late once the invitation has ended, even with a page from before', async () => {
    const { browser, page, id } = await guest();
    await pool.query('update participation set invitation_ends_at = now() where id = $1', [id]);
    expect((await browser.submit(page, ACCEPTED, '')).status).toBe(410);
    expect(await events(id)).toEqual([]);
  });

  it('never is for another customer: the form is for whoever is signed in', async () => {
    const [one, other] = [await guest(), await guest()];
    await other.browser.submit(one.page, ACCEPTED, '');
    expect([await events(one.id), await events(other.id)]).toEqual([[], []]);
  });

  it('asks to sign in again when the session has ended, and comes back to the form', async () => {
    const { browser, page, customer } = await guest();
    await pool.query('delete from session where customer_id = $1', [customer]);
    const asked = await browser.submit(page, ACCEPTED, '');
    expect([asked.status, asked.url]).toEqual([200, MINE]);
    expect(asked.html).toContain('Jetzt mitmachen');
  });
});
