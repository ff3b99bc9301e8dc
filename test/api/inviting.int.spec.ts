import { describe, expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { ParticipationView } from '../../src/participations/view.js';
import { TestApi } from './api.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;

const DAY = 86_400_000;

function invite(customerId: string, more: object = {}, headers = {}) {
  const invitation = { programme: definition.code, customerId, ...more };
  return api.call<ParticipationView & { code?: string }>('POST', '/v1/participations', invitation, headers);
}

async function inboxOf(id: string) {
  const { rows } = await pool.query<{ id: string; type: string; status: string; data: object }>(
    `select e.id, e.type, e.data, d.status from delivery d join event e on e.seq = d.event_seq
     where d.participation_id = $1 and e.source = 'urn:quietline' order by d.id`,
    [id],
  );
  return rows;
}

describe('an invitation', () => {
  it('shows from the first moment what it waits for, and until when', async () => {
    const { status, body } = await invite('fresh');
    expect(status).toBe(201);
    const dueAt = new Date(Date.parse(body.invitedAt) + 63 * DAY).toISOString();
    expect(body).toEqual({
      id: expect.any(String),
      programme: { code: definition.code, version: 1 },
      customerId: 'fresh',
      phase: 'invited',
      endedBecause: null,
      invitedAt: expect.any(String),
      registeredAt: null,
      quietPeriod: null,
      milestones: definition.milestones.map(({ code }) => ({ code, reachedAt: null, grantId: null })),
      grantedMegabytes: 0,
      lastVisitAt: null,
      nextDue: { what: 'invitation', at: dueAt },
      links: { workflow: `http://temporal.example/namespaces/default/workflows/participation-${body.id}` },
    });
    expect(await api.get(body.id)).toEqual(body);
  });

  it('does not make what happens in its own second, reported in whole seconds, look older than itself (R3)', async () => {
    const { invitedAt } = await api.invite('whole-seconds');
    expect(Date.parse(invitedAt) % 1_000).toBe(0);
  });

  it('starts its workflow through the inbox, and so survives an outage of Temporal', async () => {
    const { id } = await api.invite('first');
    expect(await inboxOf(id)).toMatchObject([
      { id, type: 'participation.invited', status: 'pending', data: { by: 'operator' } },
    ]);
    const { rowCount } = await pool.query('select from mailbox where participation_id = $1', [id]);
    expect(rowCount).toBe(1);
  });

  it('brings what the operator knows behind itself, in order (R3)', async () => {
    const time = '2026-01-31T10:00:00+01:00';
    const { id, lastVisitAt } = await api.invite('known', {
      reached: [
        { code: 'registered', time, privacyPolicy: '2026-01' },
        { code: 'video-watched', time },
        { code: 'app-installed', time },
        { code: 'garden-visited', time },
      ],
    });
    expect(await inboxOf(id)).toMatchObject([
      { type: 'participation.invited' },
      { id: `${id}/reached/registered`, type: 'selfservice.registered', data: { privacyPolicy: '2026-01' } },
      { id: `${id}/reached/video-watched`, type: 'selfservice.video-watched' },
      { id: `${id}/reached/app-installed`, type: 'selfservice.app-installed' },
      { id: `${id}/reached/garden-visited`, type: 'milestone.reached', data: { code: 'garden-visited' } },
    ]);
    expect(lastVisitAt).toBe('2026-01-31T09:00:00.000Z');
  });

  it('keeps contact data apart, account and language with the participation', async () => {
    const contact = {
      mobile: { value: '+4915112345678', basis: 'express-consent', evidence: 'form 7 of 2026-03-01' },
      email: { value: 'somebody@example.org', basis: 'express-consent', evidence: 'form 7 of 2026-03-01' },
    };
    const account = { id: 'account-9', bucketId: 'bucket-9' };
    const { id } = await api.invite('reachable', { contact, account, language: 'en' });
    const { rows } = await pool.query('select mobile, email from contact where participation_id = $1', [id]);
    expect(rows).toEqual([contact]);
    const stored = await pool.query(
      'select language, account_id, bucket_id from participation where id = $1',
      [id],
    );
    expect(stored.rows).toEqual([{ language: 'en', account_id: 'account-9', bucket_id: 'bucket-9' }]);
  });

  it('stays pinned to the version of its day (R15)', async () => {
    const { body: before } = await invite('early');
    await api.publish();
    const { body: after } = await invite('late');
    expect([before.programme.version, after.programme.version]).toEqual([1, 2]);
    expect((await invite('early')).body.programme.version).toBe(1);
  });
});

describe('inviting again', () => {
  it('answers 200 with the same participation, also when it has ended (R1)', async () => {
    const { body: first } = await invite('again');
    expect(await invite('again', { language: 'en' })).toMatchObject({ status: 200, body: { id: first.id } });
    await end(first.id, 'left');
    expect(await invite('again')).toMatchObject({
      status: 200,
      body: { id: first.id, endedBecause: 'left' },
    });
  });

  it('begins anew only after the invitation has expired (R1)', async () => {
    const { body: first } = await invite('slow');
    await end(first.id, 'invitation-expired');
    const { status, body: second } = await invite('slow');
    expect(status).toBe(201);
    expect(second.id).not.toBe(first.id);
  });

  it('lets nobody in twice, however many invite at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => invite('wanted')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { rowCount } = await pool.query(`select from participation where customer_id = 'wanted'`);
    expect(rowCount).toBe(1);
  });

  async function end(id: string, reason: string): Promise<void> {
    await pool.query(
      `update participation set phase = 'ended', ended_because = $2, next_due_at = null where id = $1`,
      [id, reason],
    );
  }
});

describe('a programme that excludes another', () => {
  const exclusive = { ...definition, code: 'exclusive', excludes: [definition.code] };

  it.each([
    [definition.code, 'exclusive'],
    ['exclusive', definition.code],
  ])('lets nobody who is in %s into %s before that has ended', async (first, second) => {
    const { body: draft } = await api.call<{ version: number }>('POST', '/v1/programmes', exclusive);
    await api.call('POST', `/v1/programmes/exclusive/versions/${draft.version}/publish`);
    const customer = `in-${first}`;
    const { body } = await invite(customer, { programme: first });
    expect(await invite(customer, { programme: second })).toMatchObject({
      status: 409,
      body: { code: 'excluded-by-programme' },
    });
    expect((await invite(customer, { programme: first })).status).toBe(200);
    await pool.query(
      `update participation set phase = 'ended', ended_because = 'left', next_due_what = null, next_due_at = null where id = $1`,
      [body.id],
    );
    expect((await invite(customer, { programme: second })).status).toBe(201);
  });
});

describe('an Idempotency-Key', () => {
  it('gives every repetition the same answer, also those that come while the first is under way', async () => {
    const key = { 'idempotency-key': 'invite-1' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => invite('keyed', {}, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect((await invite('keyed')).status).toBe(200);
  });

  it('does not stand for another request', async () => {
    const key = { 'idempotency-key': 'invite-2' };
    await invite('key-owner', {}, key);
    const { status, body } = await invite('key-thief', {}, key);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'idempotency-key-reused' });
    const { rowCount } = await pool.query(`select from participation where customer_id = 'key-thief'`);
    expect(rowCount).toBe(0);
  });

  it('belongs to one client alone', async () => {
    const key = { 'idempotency-key': 'invite-3' };
    await invite('client-one', {}, key);
    const token = await api.issuer.token('centre');
    const { status } = await invite('client-two', {}, { ...key, authorization: `Bearer ${token}` });
    expect(status).toBe(201);
  });

  it('is free again when the request was refused', async () => {
    const key = { 'idempotency-key': 'invite-4' };
    expect((await invite('hasty', { programme: 'not-yet' }, key)).status).toBe(400);
    expect((await invite('hasty', {}, key)).status).toBe(201);
  });

  it.each(['', 'a'.repeat(256), 'with space'])('must be usable: not "%s"', async (key) => {
    const { status, body } = await invite('unusable', {}, { 'idempotency-key': key });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-idempotency-key' });
  });
});

const point = { value: '+4915112345678', basis: 'express-consent', evidence: 'form 7 of 2026-03-01' };
const mail = { ...point, value: 'somebody@example.org' };
const now = new Date().toISOString();

it.each<[pointer: string, code: string, invitation: unknown]>([
  ['/programme', 'invalid-type', { customerId: 'x' }],
  ['/programme', 'programme-unknown', { programme: 'unheard-of', customerId: 'x' }],
  ['/customerId', 'invalid-type', { programme: definition.code }],
  ['/customerId', 'invalid-type', { programme: definition.code, customerId: 7 }],
  ['/customerId', 'too-small', { programme: definition.code, customerId: '' }],
  ['/customerId', 'too-big', { programme: definition.code, customerId: 'x'.repeat(257) }],
  ['/customerId', 'invalid-format', { programme: definition.code, customerId: 'nul\u0000' }],
  ['/customerId', 'invalid-format', { programme: definition.code, customerId: 'half \ud83d' }],
  ['/language', 'invalid-value', { programme: definition.code, customerId: 'x', language: 'tlh' }],
  [
    '/contact/mobile/value',
    'invalid-format',
    invitation({ contact: { mobile: { ...point, value: '0151' } } }),
  ],
  [
    '/contact/email/value',
    'invalid-format',
    invitation({ contact: { email: { ...point, value: 'nobody' } } }),
  ],
  [
    '/contact/mobile/basis',
    'invalid-type',
    invitation({ contact: { mobile: { ...point, basis: undefined } } }),
  ],
  [
    '/contact/mobile/basis',
    'no-legal-basis',
    invitation({ contact: { mobile: { ...point, basis: 'consent' } } }),
  ],
  ['/contact/email/basis', 'no-legal-basis', invitation({ contact: { email: { ...mail, basis: 'x' } } })],
  [
    '/contact/mobile/evidence',
    'no-legal-basis',
    invitation({ contact: { mobile: { ...point, evidence: ' ' } } }),
  ],
  [
    '/contact/email/evidence',
    'no-legal-basis',
    invitation({
      contact: { email: { ...mail, basis: 'existing-customer', evidence: 'sale=1; similar=2' } },
    }),
  ],
  ['/contact/fax', 'unknown-field', invitation({ contact: { fax: point } })],
  ['/account/bucketId', 'invalid-type', invitation({ account: { id: 'a' } })],
  ['/surprise', 'unknown-field', invitation({ surprise: 1 })],
  [
    '/reached/0/time',
    'invalid-format',
    invitation({ reached: [{ code: 'video-watched', time: '2026-01-01' }] }),
  ],
  [
    '/reached/0/time',
    'time-in-future',
    invitation({ reached: [{ code: 'a', time: '2999-01-01T00:00:00Z' }] }),
  ],
  [
    '/reached/0/privacyPolicy',
    'consent-missing',
    invitation({ reached: [{ code: 'registered', time: now }] }),
  ],
  ['/reached/1/code', 'duplicate-code', invitation({ reached: [entry('a'), entry('a')] })],
  ['', 'invalid-type', []],
])('names what is wrong with an invitation: %s %s', async (pointer, code, sent) => {
  const { status, body } = await api.call('POST', '/v1/participations', sent);
  expect(body).toMatchObject({ status: 400, code, pointer });
  expect(status).toBe(400);
});

function invitation(more: object) {
  return { programme: definition.code, customerId: 'x', ...more };
}

function entry(code: string) {
  return { code, time: now };
}

it.each([
  ['express-consent', 'form 7 of 2026-03-01'],
  ['existing-customer', 'sale=1; similar=2; no-objection=3; informed=4'],
  ['contract', 'customer since 2019, for service messages alone'],
])('an address may be used on the basis %s, proven by "%s"', async (basis, evidence) => {
  const contact = { mobile: { ...point, basis, evidence } };
  const { id } = await api.invite(`on-${basis}`, { contact });
  const { rows } = await pool.query('select mobile from contact where participation_id = $1', [id]);
  expect(rows).toEqual([contact]);
});

it('an invitation with an address is to be told, and reminded of a week before its end', async () => {
  const contact = {
    mobile: { value: '+4915112345678', basis: 'express-consent', evidence: 'form 7 of 2026-03-01' },
  };
  await api.invite('told', { contact });
  await api.invite('untold');
  const { rows } = await api.database.pool.query(
    `select kind, cause, round(extract(epoch from (p.invitation_ends_at - m.due_at)) / 86400)::int as days_before
     from message m join participation p on p.id = m.participation_id
     where p.customer_id in ('told', 'untold') order by kind`,
  );
  expect(rows).toEqual([
    { kind: 'invitation', cause: 'invited', days_before: 60 },
    { kind: 'reminder', cause: 'invited', days_before: 7 },
  ]);
});
