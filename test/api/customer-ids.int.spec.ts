import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { customerHash } from '../../prisma/erased.js';
import type { CustomerFile } from '../../src/customers/customer-file.js';
import type { Page } from '../../src/paging/page.js';
import type { ParticipationView } from '../../src/participations/view.js';
import { eraserOn, letLookAgain } from '../erasing/kit.js';
import { cloudEvent, registration } from './events.js';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { api, pool, wave, fill, report } = await startWaves();
const PROGRAMME = 'online-statt-hotline';

/** Each makes another text of the same id, and looks the same. */
const HIDDEN: readonly [codePoint: string, hide: (id: string) => string][] = [
  ['U+200B', (id) => `${id}\u200b`],
  ['U+00AD', (id) => `${id.slice(0, 3)}\u00ad${id.slice(3)}`],
  ['U+2060', (id) => `\u2060${id}`],
  ['U+202A', (id) => `\u202a${id}\u202c`],
  ['U+FE0F', (id) => `${id}\ufe0f`],
  ['U+3164', (id) => `${id}\u3164`],
  ['U+00A0', (id) => `${id}\u00a0`],
  ['U+FEFF', (id) => `\ufeff${id}`],
  ['U+E0001', (id) => `${id}\u{e0001}`],
  ['U+0007', (id) => `${id}\u0007`],
];

const unique = (name: string) => `${name}-${randomUUID()}`;
const path = (id: string, what: string) => `/v1/customers/${encodeURIComponent(id)}/${what}`;
const invite = (customerId: unknown, more: object = {}) =>
  api.call('POST', '/v1/participations', { programme: PROGRAMME, customerId, ...more });
const send = (event: unknown, headers: Readonly<Record<string, string>> = {}) =>
  api.call('POST', '/v1/events', event, headers);

/** The attributes of this event as the headers of one in binary mode. */
function binaryOf(event: object): Readonly<Record<string, string>> {
  const attributes = Object.entries(event).map(([name, value]) => [
    `ce-${name}`,
    encodeURIComponent(String(value)),
  ]);
  return Object.fromEntries(attributes) as Record<string, string>;
}

async function participationsOf(customerId: string): Promise<readonly ParticipationView[]> {
  const query = `customerId=${encodeURIComponent(customerId)}`;
  return (await api.call<Page<ParticipationView>>('GET', `/v1/participations?${query}`)).body.items;
}

async function keptEvents(customerId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ type: string }>(
    'select type from event where subject = $1 order by seq',
    [customerId],
  );
  return rows.map(({ type }) => type);
}

/** As the release before took it. */
async function invitedBefore(customerId: string): Promise<string> {
  const { id } = await api.invite(unique('before'));
  await pool.query('update participation set customer_id = $2 where id = $1', [id, customerId]);
  await pool.query(`update event set subject = $2 where source = 'urn:quietline' and id = $1`, [
    id,
    customerId,
  ]);
  return id;
}

describe.each(HIDDEN)('an id with %s in it', (character, hide) => {
  it('lets nobody in', async () => {
    const id = unique('L11');
    const answer = await invite(hide(id));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-format', pointer: '/customerId' } });
    expect(answer.body.detail).toContain(character);
    expect(answer.body).toMatchObject({ errors: [{ character }] });
    expect(JSON.stringify(answer.body)).not.toContain(id);
  });

  it('reaches nobody by an event, in whichever mode it comes', async () => {
    const id = unique('L11');
    await api.invite(id);
    const event = cloudEvent(hide(id), 'selfservice.visited');
    const binary = binaryOf(event);
    for (const answer of [await send(event), await send({}, binary)]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-event', pointer: '/subject' } });
      expect(answer.body.detail).toContain(character);
      expect(JSON.stringify(answer.body)).not.toContain(id);
    }
    const good = registration(id);
    const batch = await send([event, good], { 'content-type': 'application/cloudevents-batch+json' });
    expect(batch.body).toEqual([
      { id: event.id, status: 'refused', code: 'invalid-event', pointer: '/subject', character },
      { id: good.id, status: 'accepted' },
    ]);
    expect(await keptEvents(id)).toEqual(['participation.invited', 'selfservice.registered']);
  });

  it.each(['text/csv', 'application/x-ndjson'])(
    'refuses its row of a list of %s, and no other',
    async (type) => {
      const id = unique('L11');
      const { id: waveId } = await wave('all-invited');
      const rows = [id, hide(id)].map((customerId, i) => ({ customerId, mobile: `+49151234567${i}0` }));
      const csv = rows.map(({ customerId, mobile }) => `${customerId},${mobile},${CONSENT}`);
      const [smsBasis, smsEvidence] = CONSENT.split(',');
      const json = rows.map((row) => JSON.stringify({ ...row, smsBasis, smsEvidence }));
      await fill(waveId, (type === 'text/csv' ? [HEADER, ...csv] : json).join('\n'), type);
      expect(await report(waveId)).toMatchObject([
        { customerId: id, verdict: 'to-invite', detail: null },
        { customerId: null, reason: 'malformed-customer', detail: expect.stringContaining(character) },
      ]);
    },
  );

  it.each(['erase', 'export'])('is nobody to %s', async (what) => {
    const id = unique('L11');
    await api.invite(id);
    const answer = await api.call('POST', path(hide(id), what));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-format' } });
    expect(answer.body.detail).toContain(character);
    expect(JSON.stringify(answer.body)).not.toContain(id);
  });

  it('finds nobody', async () => {
    const id = unique('L11');
    await api.invite(id);
    const query = `customerId=${encodeURIComponent(hide(id))}`;
    const answer = await api.call('GET', `/v1/participations?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-format', pointer: '/customerId' } });
    expect(answer.body.detail).toContain(character);
  });

  it('is no account', async () => {
    const account = { id: hide('A-1'), bucketId: 'B-1' };
    const answer = await invite(unique('L11'), { account });
    expect(answer).toMatchObject({ status: 400, body: { pointer: '/account/id' } });
    expect(answer.body.detail).toContain(character);
  });

  it('is no call', async () => {
    const id = unique('L11');
    await api.invite(id);
    for (const type of ['hotline.called', 'hotline.call-retracted']) {
      const answer = await send(cloudEvent(id, type, { data: { callId: hide('call-1') } }));
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-event', pointer: '/data/callId' } });
      expect(answer.body.detail).toContain(character);
    }
  });
});

describe('a list', () => {
  it('may begin with a byte order mark and have one in no id', async () => {
    const id = unique('L11');
    const { id: waveId } = await wave('all-invited');
    await fill(waveId, `\ufeff${HEADER}\n${id},+4915123456780,${CONSENT}`);
    expect(await report(waveId)).toMatchObject([{ customerId: id, verdict: 'to-invite' }]);
  });

  it('says in its report which account cannot be read', async () => {
    const { id } = await wave('all-invited');
    const row = (account: string) => `${unique('L11')},+4915123456780,${CONSENT},${account}`;
    await fill(id, [`${HEADER},accountId,bucketId`, row('A,B\u200b'), row('A,'), row(' A , B ')].join('\n'));
    expect(await report(id)).toMatchObject([
      { reason: 'malformed-account', detail: expect.stringContaining('U+200B') },
      { reason: 'malformed-account', detail: null },
      { verdict: 'to-invite' },
    ]);
  });
});

describe('a blank', () => {
  it.each([(id: string) => ` ${id}`, (id: string) => `${id} `])(
    'around an id makes no second customer',
    async (hide) => {
      const id = unique('L11');
      await api.invite(id);
      expect(await invite(hide(id))).toMatchObject({
        status: 400,
        body: { pointer: '/customerId', detail: expect.stringContaining('U+0020') },
      });
      const { id: waveId } = await wave();
      await fill(waveId, `${HEADER}\n${hide(id)},+4915123456780,${CONSENT}`);
      expect(await report(waveId)).toMatchObject([{ customerId: id, reason: 'already-taking-part' }]);
    },
  );

  it('inside an id is part of it', async () => {
    const id = `L 11 ${randomUUID()}`;
    expect(await invite(id)).toMatchObject({ status: 201, body: { customerId: id } });
  });
});

describe('an id in another form of Unicode', () => {
  const named = () => {
    const rest = randomUUID();
    return {
      nfc: `M\u00fcller-\u00c5-${rest}`,
      nfd: `Mu\u0308ller-A\u030a-${rest}`,
      odd: `Mu\u0308ller-\u212b-${rest}`,
    };
  };

  it.each(['nfc', 'nfd', 'odd'] as const)('is one customer, invited in %s', async (first) => {
    const ids = named();
    const { nfc } = ids;
    expect(await invite(ids[first])).toMatchObject({ status: 201, body: { customerId: nfc } });
    for (const other of Object.values(ids)) {
      expect(await invite(other)).toMatchObject({ status: 200, body: { customerId: nfc } });
      expect(await participationsOf(other)).toMatchObject([{ customerId: nfc }]);
    }
    expect((await pool.query('select from participation where customer_id = $1', [nfc])).rowCount).toBe(1);
  });

  it('is reached by events in any form and mode', async () => {
    const { nfc, nfd, odd } = named();
    await invite(odd);
    const event = cloudEvent(nfd, 'selfservice.visited');
    const binary = binaryOf(event);
    expect(await send({}, binary)).toMatchObject({ status: 202 });
    expect(await send([registration(odd), cloudEvent(nfc, 'selfservice.visited')])).toMatchObject({
      status: 202,
    });
    expect((await keptEvents(nfc)).toSorted()).toEqual([
      'participation.invited',
      'selfservice.registered',
      'selfservice.visited',
      'selfservice.visited',
    ]);
  });

  it('is one customer of a list', async () => {
    const { nfc, nfd, odd } = named();
    const { id } = await wave('all-invited');
    await fill(
      id,
      [HEADER, ...[nfd, nfc, odd].map((each) => `${each},+4915123456780,${CONSENT}`)].join('\n'),
    );
    expect(await report(id)).toMatchObject([
      { customerId: nfc, verdict: 'to-invite' },
      { customerId: nfc, reason: 'duplicate' },
      { customerId: nfc, reason: 'duplicate' },
    ]);
  });

  it('is read out and erased in any form, and not invited again in any', async () => {
    const { nfc, nfd, odd } = named();
    await invite(nfd);
    const file = await api.call<CustomerFile>('POST', path(odd, 'export'));
    expect(file.body).toMatchObject({ customerId: nfc, participations: [{ customerId: nfc }] });
    expect(await api.call('POST', path(nfd, 'erase'))).toMatchObject({ status: 202 });
    await pool.query(
      `update participation set phase = 'ended', ended_because = 'left' where customer_id = $1`,
      [nfc],
    );
    await letLookAgain(pool);
    await eraserOn(pool, api.config.hashKey).round();
    for (const each of [nfc, nfd, odd])
      expect(await invite(each)).toMatchObject({ status: 409, body: { code: 'erased' } });
    const { id } = await wave();
    await fill(id, [HEADER, ...[nfd, nfc].map((each) => `${each},+4915123456780,${CONSENT}`)].join('\n'));
    expect(await report(id)).toMatchObject([{ reason: 'erased' }, { reason: 'erased' }]);
  });

  it.each(['nfc', 'nfd'] as const)('was erased before in %s, which is still known', async (form) => {
    const ids = named();
    const hash = customerHash(api.config.hashKey, PROGRAMME, ids[form]);
    await pool.query('insert into erased (hash) values ($1)', [hash]);
    for (const each of [ids.nfc, ids.nfd])
      expect(await invite(each)).toMatchObject({ status: 409, body: { code: 'erased' } });
    const { id } = await wave();
    await fill(id, `${HEADER}\n${ids.nfd},+4915123456780,${CONSENT}`);
    expect(await report(id)).toMatchObject([{ customerId: null, reason: 'erased' }]);
  });

  it('leaves an account and a call as they came', async () => {
    const { nfc, nfd } = named();
    await invite(nfc, { account: { id: nfd, bucketId: nfc } });
    await send(cloudEvent(nfc, 'hotline.called', { data: { callId: nfd } }));
    const { rows } = await pool.query(
      'select account_id, bucket_id from participation where customer_id = $1',
      [nfc],
    );
    expect(rows).toEqual([{ account_id: nfd, bucket_id: nfc }]);
    const calls = await pool.query(`select data from event where subject = $1 and type = 'hotline.called'`, [
      nfc,
    ]);
    expect(calls.rows).toEqual([{ data: { callId: nfd } }]);
  });
});

describe('an id that came as a number', () => {
  const row = (customerId: string) =>
    `{"customerId": ${customerId}, "mobile": "+4915123456780", "smsBasis": "express-consent", "smsEvidence": "form 17 of 2026-03-01"}`;

  it.each(['4.9170123E+11', '49e10', '4711.0', '4711.5', '9007199254740993', '1E400'])(
    'is refused where it is %s',
    async (literal) => {
      const { id } = await wave('all-invited');
      await fill(id, row(literal), 'application/x-ndjson');
      expect(await report(id)).toMatchObject([
        { customerId: null, reason: 'malformed-row', detail: expect.stringContaining('keep it as text') },
      ]);
    },
  );

  it('is taken where it is a plain integer', async () => {
    const { id } = await wave('all-invited');
    await fill(id, row('491701230000'), 'application/x-ndjson');
    expect(await report(id)).toMatchObject([{ customerId: '491701230000', verdict: 'to-invite' }]);
  });

  it.each(['4,91702E+11', '4.9170123E+11'])('is refused where a spreadsheet shows it as %s', async (cell) => {
    const { id } = await wave('all-invited');
    await fill(id, `${HEADER}\n"${cell}",+4915123456780,${CONSENT}`);
    expect(await report(id)).toMatchObject([
      { customerId: null, reason: 'malformed-customer', detail: expect.stringContaining('keep it as text') },
    ]);
  });

  it('is refused by the API', async () => {
    expect(await invite(4711)).toMatchObject({
      status: 400,
      body: { code: 'invalid-type' },
    });
    expect(await send({ ...registration('x'), subject: 4711 })).toMatchObject({
      status: 400,
      body: { pointer: '/subject' },
    });
  });
});

describe('a customer of before, whom no way in can name any more', () => {
  it.each([
    ['U+200B', (id: string) => `${id}\u200b`],
    ['a blank', (id: string) => ` ${id}`],
    ['NFD', (id: string) => `u\u0308-${id}`],
  ])(
    'is found, read out and erased by the id as it is kept, with %s, and its twin is not',
    async (_what, hide) => {
      const [kept, twin] = ((id) => [
        hide(id),
        hide(id)
          .normalize('NFC')
          .replace(/[\u200b ]/g, ''),
      ])(unique('L11'));
      const own = await invitedBefore(kept);
      const other = await api.invite(twin);
      expect(await participationsOf(kept)).toMatchObject([{ id: own, customerId: kept }]);
      expect(await participationsOf(twin)).toMatchObject([{ id: other.id, customerId: twin }]);
      const file = await api.call<CustomerFile>('POST', path(kept, 'export'));
      expect(file.body).toMatchObject({ customerId: kept, participations: [{ id: own }] });
      expect(await api.call('POST', path(kept, 'erase'))).toMatchObject({ status: 202 });
      const { rows } = await pool.query('select customer_id from erasure where customer_id = any ($1)', [
        [kept, twin],
      ]);
      expect(rows).toEqual([{ customer_id: kept }]);
    },
  );

  it('can leave', async () => {
    const id = await invitedBefore(`${unique('L11')}\u200b`);
    expect(await api.call('POST', `/v1/participations/${id}/leave`)).toMatchObject({ status: 202 });
  });
});
