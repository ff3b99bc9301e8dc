import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Page } from '../../src/paging/page.js';
import type { Entry } from '../../src/participations/journal.js';
import type { ParticipationView } from '../../src/participations/view.js';
import type { AppealList } from '../../src/appeals/appeals.js';
import type { Phase } from '../../src/domain/phase.js';
import { deadline } from '../../src/domain/wording.js';
import type { ProblemBody } from '../api/api.js';
import { until } from '../support/until.js';
import { type Guest, MINE, startPages } from './kit.js';

const { api, pool, guest, events } = await startPages();

/** As if this customer had registered ten days ago and were in this phase now. */
async function registered(phase: Phase = 'quiet', path = MINE): Promise<Guest> {
  const who = await guest(path);
  await pool.query(
    `update participation set phase = $2, registered_at = now() - interval '10 days', invited_at = now() - interval '11 days',
       quiet_starts_at = now() - interval '10 days', quiet_ends_at = now() + interval '263 days',
       settlement_ends_at = now() + interval '266 days', last_visit_at = now() - interval '10 days',
       next_due_what = 'quiet period', next_due_at = now() + interval '20 days' where id = $1`,
    [who.id, phase],
  );
  const ago = Date.now() - 10 * 86_400_000;
  const heard = { delivery: '1', time: ago, acceptedAt: ago };
  const facts = [
    { type: 'registered', ...heard, quietEndsAt: ago + 273 * 86_400_000 },
    { type: 'granted', time: ago, code: 'registered', megabytes: 600 },
    ...(phase === 'forfeited' ? [{ type: 'called', ...heard, call: 'c', exempt: false }] : []),
  ];
  await pool.query('insert into step values ($1, 1, $2, $3, $4)', [
    who.id,
    new Date(ago),
    phase,
    JSON.stringify(facts),
  ]);
  await pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, state, step, earned_at)
     values (gen_random_uuid(), $1, 'registered', 600, 'credited', 1, now())`,
    [who.id],
  );
  return who;
}

async function appealed(): Promise<readonly string[]> {
  const { body } = await api.call<Page<ParticipationView>>('GET', '/v1/participations?appealed=true');
  return body.items.map(({ id }) => id);
}

async function appealsOf(id: string): Promise<AppealList['items']> {
  return (await api.call<AppealList>('GET', `/v1/participations/${id}/appeals`)).body.items;
}

function decline(id: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  return api.call<ProblemBody & { participationId: string; answeredAt: string }>(
    'POST',
    `/v1/participations/${id}/appeal/decline`,
    body,
    headers,
  );
}

describe('my programme', () => {
  it.each([
    [
      'de',
      '600\u00a0MB',
      'gutgeschrieben',
      '3.000\u00a0MB',
      'Die Zeit ohne Anruf',
      '3 % geschafft',
      'nächster Besuch ist bis zum',
    ],
    [
      'en',
      '600\u00a0MB',
      'credited',
      '3,000\u00a0MB',
      'The time without a call',
      '3 % done',
      'next visit is due by',
    ],
  ])('says in %s what is earned, what is open, how far it is and what is due', async (language, ...said) => {
    const { browser } = await registered('quiet', `/${language}/my/online-statt-hotline`);
    const { status, html } = await browser.get(`/${language}/my/online-statt-hotline`);
    expect(status).toBe(200);
    for (const each of said) expect(html).toContain(each);
    expect(html).not.toMatch(/<script|style=|onclick/);
    expect(html.length).toBeLessThan(60_000);
  });

  it.each([
    ['de', 'nutzbar bis', "now() + interval '2 days'"],
    ['en', 'usable until', "now() + interval '2 days'"],
    ['de', 'war nutzbar bis', "now() - interval '2 days'"],
    ['en', 'was usable until', "now() - interval '2 days'"],
  ] as const)('says in %s until when megabytes can be used: %s', async (language, said, until) => {
    const path = `/${language}/my/online-statt-hotline`;
    const { browser, id } = await registered('quiet', path);
    expect((await browser.get(path)).html).not.toMatch(/nutzbar|usable/);
    await pool.query(`update "grant" set valid_until = ${until} where participation_id = $1`, [id]);
    const { rows } = await pool.query<{ until: Date }>(
      'select valid_until as until from "grant" where participation_id = $1',
      [id],
    );
    const by = deadline(rows[0]?.until.getTime() ?? 0, Date.now(), language, 'Europe/Berlin');
    expect((await browser.get(path)).html).toContain(`<small>${said} ${by}</small></span><b>600\u00a0MB</b>`);
  });

  it('says why something is lost, also when that happens while the page is made', async () => {
    const { browser, id } = await registered();
    const call = { delivery: '2', time: Date.now(), acceptedAt: Date.now() };
    const client = await pool.connect();
    await client.query('begin');
    await client.query('lock table "grant" in access exclusive mode');
    const asked = browser.get(MINE);
    await until(async () => {
      const { rowCount } = await pool.query(
        `select from pg_locks where relation = '"grant"'::regclass and not granted`,
      );
      return rowCount === 1 || undefined;
    });
    await client.query('insert into step values ($1, 2, now(), $2, $3)', [
      id,
      'forfeited',
      JSON.stringify([{ type: 'called', ...call, call: 'c', exempt: false }]),
    ]);
    await client.query(`update participation set phase = 'forfeited', steps = 2 where id = $1`, [id]);
    await client.query('commit');
    client.release();
    const { html } = await asked;
    expect(html).toContain('Ein Anruf hat die Chance auf die große Belohnung beendet');
    expect(html).toContain('und er zählt');
    expect(html).toContain('Er zählt, denn er fiel in die Zeit ohne Anruf');
  });

  it('being opened is a visit for this participation, at most one an hour', async () => {
    const { browser, id } = await registered();
    for (let n = 0; n < 3; n += 1) await browser.get(MINE);
    expect(await events(id)).toMatchObject([{ source: 'urn:quietline', type: 'selfservice.visited' }]);
    const { lastVisitAt } = await api.get(id);
    expect(Date.now() - Date.parse(lastVisitAt ?? '')).toBeLessThan(60_000);
  });

  it.each(['/settings', '/de/help?q=bill', '/de/video', '/de/self-service', '/en/app', '/de/privacy'])(
    'every other page that helps is a visit as well, and legal ones are none: %s',
    async (path) => {
      const { browser, id } = await registered();
      await browser.get(path === '/settings' ? MINE + path : path);
      expect((await events(id)).map(({ type }) => type)).toEqual(
        path === '/de/privacy' ? [] : ['selfservice.visited'],
      );
    },
  );

  it('is shown even if the visit cannot be kept', async () => {
    const { browser } = await registered();
    await pool.query(
      `alter table event add constraint never check (type <> 'selfservice.visited') not valid`,
    );
    const { status } = await browser.get(MINE);
    await pool.query('alter table event drop constraint never');
    expect(status).toBe(200);
    expect(api.logged.join('')).toContain('a visit could not be kept');
  });

  it('is a visit more often where the rule on visits is one of seconds', async () => {
    const { id, browser } = await registered();
    await pool.query(
      `with short as (
         insert into programme_version (code, version, definition, state, published_at)
         select 'of-seconds', 1, definition || '{"code": "of-seconds", "visits": {"atLeastEvery": "PT30S", "warnAfter": "PT20S"}}', state, published_at
         from programme_version where code = 'online-statt-hotline'
       ) update participation set programme_code = 'of-seconds' where id = $1`,
      [id],
    );
    for (let n = 0; n < 2; n += 1) {
      await browser.get('/de/my/of-seconds');
      await pool.query(
        `update participation set last_visit_at = now() - interval '5 s', clock_offset = clock_offset + 5000 where id = $1`,
        [id],
      );
    }
    expect(await events(id)).toHaveLength(2);
  });

  it('is no visit for whoever has not registered or has ended', async () => {
    const [invited, ended] = [await guest(), await registered('ended')];
    await pool.query('update participation set next_due_at = null where id = $1', [ended.id]);
    await invited.browser.get(MINE);
    await ended.browser.get(MINE);
    expect([await events(invited.id), await events(ended.id)]).toEqual([[], []]);
  });

  it('shows nobody else, neither by address nor by session', async () => {
    const { id } = await registered();
    const other = await guest();
    expect((await other.browser.get(`/de/my/${id}`)).status).toBe(403);
    expect((await other.browser.get(MINE)).html).toContain('Jetzt mitmachen');
  });

  it.each(['%00', '%E2%80%AE', 'a%0d%0ab'])(
    'is not at an address that no programme can have: %s',
    async (code) => {
      const { browser } = await guest();
      for (const path of ['', '/settings', '/my-data.json'])
        expect((await browser.get(`/de/my/${code}${path}`)).status).toBe(404);
    },
  );
});

describe('an appeal', () => {
  it('reaches the person who decides, and reinstating answers it', async () => {
    const { browser, id, customer } = await registered('forfeited');
    const page = await browser.get(MINE);
    expect(page.html).toContain('Sie können bis zum');
    const text = 'It was my <b>sister</b>.\r\nOn my phone.';
    const after = await browser.submit(page, { text }, `${MINE}/appeal`);
    expect([after.status, after.url]).toEqual([200, MINE]);
    expect(after.html).toContain('ist angekommen');
    expect(await appealed()).toContain(id);
    expect(await appealsOf(id)).toMatchObject([
      { text: 'It was my <b>sister</b>.\nOn my phone.', answeredAt: null },
    ]);
    const { body } = await api.call<Page<Entry>>('GET', `/v1/participations/${id}/journal`);
    expect(body.items.at(-1)).toMatchObject({ step: null, what: 'appealed', event: null, rule: 'R10' });
    await api.call('POST', `/v1/participations/${id}/reinstate`, { reason: 'not the customer' });
    expect(await appealed()).not.toContain(id);
    expect((await appealsOf(id))[0]?.answeredAt).not.toBeNull();
    expect(api.logged.join('')).not.toContain('sister');
    expect(api.logged.join('')).not.toContain(customer);
  });

  it.each([
    [
      'de',
      'Ein Mensch hat Ihren Einspruch vom',
      'Ihr Einspruch wurde von einem Menschen geprüft und abgelehnt:',
    ],
    ['en', 'A person has looked at your appeal of', 'Somebody looked at your appeal and declined it:'],
  ])('can be answered with no, and the customer reads why: %s', async (language, note, told) => {
    const mine = MINE.replace('de', language);
    const { browser, id } = await registered('forfeited', mine);
    await browser.submit(await browser.get(mine), { text: 'It was my sister.' }, `${mine}/appeal`);
    const reason = 'The call came from <your> own number.';
    const key = { 'idempotency-key': `decline-${id}` };
    const answers = [await decline(id, { reason }, key), await decline(id, { reason }, key)];
    expect(answers).toMatchObject([{ status: 200, body: { participationId: id } }, answers[0] ?? {}]);
    expect(await appealed()).not.toContain(id);
    const [appeal] = await appealsOf(id);
    expect(appeal).toMatchObject({ declinedBecause: reason, answeredAt: answers[0]?.body.answeredAt });

    const { body } = await api.call<Page<Entry>>('GET', `/v1/participations/${id}/journal`);
    const happenedAt = appeal?.answeredAt ?? '';
    expect(body.items.at(-1)).toMatchObject({ step: null, what: 'appeal-declined', happenedAt, rule: 'R10' });
    const { html } = await browser.get(mine);
    expect(html).toContain(note);
    expect(html).toContain(`${told} The call came from &lt;your> own number.`);
    expect([JSON.stringify(body), api.logged.join('')].join()).not.toContain('own number');
  });

  it('is declined once, and can be brought anew as long as the loss lasts', async () => {
    const { browser, id } = await registered('dropped');
    const send = async (text: string) => browser.submit(await browser.get(MINE), { text }, `${MINE}/appeal`);
    await send('I was ill');
    const twice = await Promise.all([1, 2].map(() => decline(id, { reason: 'no proof' })));
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await send('Here is the proof')).html).toContain('ist angekommen');
    expect((await browser.get(MINE)).html).not.toContain('Ein Mensch hat Ihren Einspruch');
    expect(await appealed()).toContain(id);
    const told = (await appealsOf(id)).map(({ declinedBecause }) => declinedBecause);
    expect(told).toEqual(['no proof', null]);
  });

  it('that was declined says nothing of a later loss for another reason', async () => {
    const { browser, id } = await registered('forfeited');
    await browser.submit(await browser.get(MINE), { text: 'It was my sister.' }, `${MINE}/appeal`);
    await decline(id, { reason: 'Your own number.' });
    const declined = 'Ein Mensch hat Ihren Einspruch';
    expect((await browser.get(MINE)).html).toContain(declined);
    const later = Date.now() + 1_000;
    const heard = { delivery: '2', time: later, acceptedAt: later };
    await pool.query('insert into step values ($1, 2, $2, $3, $4)', [
      id,
      new Date(later),
      'dropped',
      JSON.stringify([{ type: 'dropped', ...heard, lastVisitAt: later - 9 }]),
    ]);
    await pool.query(`update participation set phase = 'dropped', steps = 2 where id = $1`, [id]);
    const { html } = await browser.get(MINE);
    expect(html).not.toContain(declined);
    expect(html).toContain(`action="${MINE}/appeal"`);
  });

  it('that nobody has brought, or that was answered, cannot be declined', async () => {
    const { browser, id } = await registered('forfeited');
    const no = { status: 409, body: { code: 'no-open-appeal' } };
    expect(await decline(id, { reason: 'x' })).toMatchObject(no);
    await browser.submit(await browser.get(MINE), { text: 'not me' }, `${MINE}/appeal`);
    await api.call('POST', `/v1/participations/${id}/reinstate`, { reason: 'not the customer' });
    expect(await decline(id, { reason: 'x' })).toMatchObject(no);
    expect((await appealsOf(id))[0]?.declinedBecause).toBeNull();
    expect(await decline(randomUUID(), { reason: 'x' })).toMatchObject({ status: 404 });
    expect(await decline('no-uuid', { reason: 'x' })).toMatchObject({ status: 404 });
    expect(await decline(id, {})).toMatchObject({ status: 400, body: { pointer: '/reason' } });
  });

  it('is one, however often it is sent, until it is answered', async () => {
    const { browser, id } = await registered('dropped');
    const page = await browser.get(MINE);
    await Promise.all([1, 2].map(() => browser.submit(page, { text: 'I was ill' }, `${MINE}/appeal`)));
    expect(await appealsOf(id)).toHaveLength(1);
  });

  it.each(['', '  \n ', 'x'.repeat(2_001)])(
    'without words, or with far too many, is asked for again',
    async (text) => {
      const { browser, id } = await registered('forfeited');
      const again = await browser.submit(await browser.get(MINE), { text }, `${MINE}/appeal`);
      expect([again.status, again.html]).toEqual([400, expect.stringContaining('Bitte schreiben Sie')]);
      expect(again.html).toContain(`${text.trim()}</textarea>`);
      expect(await appealsOf(id)).toEqual([]);
    },
  );

  it('may be as long as it says, in any script', async () => {
    const { browser, id } = await registered('forfeited');
    const text = '你'.repeat(2_000);
    expect((await browser.submit(await browser.get(MINE), { text }, `${MINE}/appeal`)).status).toBe(200);
    expect((await appealsOf(id))[0]?.text).toBe(text);
  });

  it('is not taken where nothing is lost, nor from another site', async () => {
    const { browser, id } = await registered('forfeited');
    const page = await browser.get(MINE);
    expect((await browser.only('POST', `${MINE}/appeal`, { text: 'x', _csrf: 'guessed' })).status).toBe(403);
    await pool.query(`update participation set phase = 'quiet' where id = $1`, [id]);
    await browser.submit(page, { text: 'too late' }, `${MINE}/appeal`);
    expect(await appealsOf(id)).toEqual([]);
  });

  it('is listed by nothing but true and false, and of nobody is not found', async () => {
    expect((await api.call('GET', '/v1/participations?appealed=maybe')).status).toBe(400);
    const { body } = await api.call<Page<ParticipationView>>('GET', '/v1/participations?appealed=false');
    expect(body.items.length).toBeGreaterThan(0);
    expect((await api.call('GET', '/v1/participations/no-uuid/appeals')).status).toBe(404);
  });
});
