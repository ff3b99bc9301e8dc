import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Page } from '../../src/paging/page.js';
import type { Entry } from '../../src/participations/journal.js';
import type { ParticipationView } from '../../src/participations/view.js';
import type { AppealList } from '../../src/appeals/appeals.js';
import { deadline } from '../../src/domain/wording.js';
import type { ProblemBody } from '../api/api.js';
import { MINE, startPages } from './kit.js';

const { api, pool, registered } = await startPages();

async function appealed(): Promise<readonly string[]> {
  const { body } = await api.call<Page<ParticipationView>>('GET', '/v1/participations?appealed=true');
  return body.items.map(({ id }) => id);
}

async function appealsOf(id: string): Promise<AppealList['items']> {
  return (await api.call<AppealList>('GET', `/v1/participations/${id}/appeals`)).body.items;
}

/** Until when a person can decide, and how the page writes that. */
async function deadlineOf(id: string): Promise<{ at: Date; until: string }> {
  const { rows } = await pool.query<{ at: Date }>(
    'select next_due_at as at from participation where id = $1',
    [id],
  );
  const at = rows[0]?.at ?? new Date(NaN);
  return { at, until: deadline(at.getTime(), Date.now(), 'de', 'Europe/Berlin') };
}

function decline(id: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  return api.call<ProblemBody & { participationId: string; answeredAt: string }>(
    'POST',
    `/v1/participations/${id}/appeal/decline`,
    body,
    headers,
  );
}

describe('an appeal', () => {
  it('reaches the person who decides, and reinstating answers it', async () => {
    const { browser, id, customer } = await registered('forfeited');
    const page = await browser.get(MINE);
    const { until } = await deadlineOf(id);
    expect(page.html).toContain(`Sie können bis zum ${until} Einspruch erheben`);
    expect(page.html).toContain(`Ein Mensch kann bis zum ${until} entscheiden`);
    const text = 'It was my <b>sister</b>.\r\nOn my phone.';
    const after = await browser.submit(page, { text }, `${MINE}/appeal`);
    expect([after.status, after.url]).toEqual([200, MINE]);
    expect(after.html).toContain(`ist angekommen. Ein Mensch kann bis zum ${until} entscheiden`);
    expect(after.html).not.toContain('Einspruch erheben');
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
    expect(appeal).toMatchObject({
      declinedBecause: reason,
      decideBy: null,
      answeredAt: answers[0]?.body.answeredAt,
    });

    const { body } = await api.call<Page<Entry>>('GET', `/v1/participations/${id}/journal`);
    const happenedAt = appeal?.answeredAt ?? '';
    expect(body.items.at(-1)).toMatchObject({ step: null, what: 'appeal-declined', happenedAt, rule: 'R10' });
    const { html } = await browser.get(mine);
    expect(html).toContain(note);
    expect(html).toContain(`${told} The call came from &lt;your> own number.`);
    expect([JSON.stringify(body), api.logged.join('')].join()).not.toContain('own number');
  });

  it('is listed with the others that wait, whose deadline is nearest first, page by page', async () => {
    const soon = new Map<string, number>();
    for (const days of [9, 3, 6]) {
      const { browser, id } = await registered('dropped');
      await browser.submit(await browser.get(MINE), { text: 'I was ill' }, `${MINE}/appeal`);
      await pool.query(
        `update participation set next_due_at = now() + $2 * interval '1 hour' where id = $1`,
        [id, days],
      );
      soon.set(id, days);
    }
    const found: string[] = [];
    let next: string | null = '';
    while (next !== null && found.length < soon.size) {
      const query: string = `appealed=true&limit=1${next && `&cursor=${next}`}`;
      const { body } = await api.call<Page<ParticipationView>>('GET', `/v1/participations?${query}`);
      found.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    expect(found.map((id) => soon.get(id))).toEqual([3, 6, 9]);
    const { body } = await api.call<AppealList>('GET', `/v1/participations/${found[0] ?? ''}/appeals`);
    expect(body.items).toMatchObject([{ decideBy: (await deadlineOf(found[0] ?? '')).at.toISOString() }]);
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
