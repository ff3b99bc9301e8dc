import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { rereadCustomerIds } from '../../prisma/customer-ids.js';
import { main as migrate } from '../../src/migrate.js';
import { TestApi } from '../api/api.js';
import { registration } from '../api/events.js';
import { everyRow } from '../erasing/kit.js';

const api = await TestApi.start();
await api.publish();
await api.publish('other');
const { pool, url } = api.database;

/** As the release before took it, with a row wherever a customer's id is kept. */
async function invitedBefore(customerId: string, programme = 'online-statt-hotline'): Promise<string> {
  const own = randomUUID();
  const headers = { 'idempotency-key': own };
  const { body } = await api.call<{ id: string }>(
    'POST',
    '/v1/participations',
    { programme, customerId: own },
    headers,
  );
  await pool.query('update participation set customer_id = $2 where customer_id = $1', [own, customerId]);
  await pool.query('update event set subject = $2 where subject = $1', [own, customerId]);
  await pool.query(
    `update idempotency_key set body = jsonb_set(body, '{customerId}', to_jsonb($2::text)) where body ->> 'customerId' = $1`,
    [own, customerId],
  );
  return body.id;
}

async function knownElsewhere(customerId: string): Promise<void> {
  const wave = randomUUID();
  await pool.query(
    `insert into wave (id, programme_code, programme_version, seed, created_by) values ($1, 'other', 1, '', '')`,
    [wave],
  );
  await pool.query(
    `insert into wave_row (wave_id, n, customer_id, verdict) values ($1, 1, $2, 'to-invite')`,
    [wave, customerId],
  );
  await pool.query(
    `insert into assignment (customer_id, programme_code, wave_id, arm) values ($2, 'other', $1, 'invited')`,
    [wave, customerId],
  );
  await pool.query(
    `insert into erasure (id, customer_id, requested_by, requested_at, due_at, look_at)
     values (gen_random_uuid(), $1, 'test', now(), now(), now() + interval '1 day')`,
    [customerId],
  );
  await pool.query(
    `insert into session (id_hash, customer_id, data, expires_at) values ($1, $2, '{}', now() + interval '1 hour')`,
    [randomUUID(), customerId],
  );
}

const customerOf = async (id: string) => (await api.get(id)).customerId;

/** The tables in which this text stands, or not. */
async function tablesWith(text: string): Promise<readonly string[]> {
  const rows = await everyRow(pool);
  return [...rows].filter(([, all]) => all.includes(text)).map(([name]) => name.replaceAll('"', ''));
}

const EVERYWHERE = [
  'participation',
  'event',
  'wave_row',
  'assignment',
  'erasure',
  'session',
  'idempotency_key',
];

describe('customers who were invited before ids were read', () => {
  it('are brought into NFC wherever they are known, and events reach them from then on', async () => {
    const rest = randomUUID();
    const [nfd, nfc] = [`Mu\u0308ller-${rest}`, `M\u00fcller-${rest}`];
    const id = await invitedBefore(nfd);
    await knownElsewhere(nfd);
    expect(new Set(await tablesWith(nfd))).toEqual(new Set(EVERYWHERE));
    expect(await rereadCustomerIds(pool)).toEqual({ renamed: 1, doubtful: [] });
    expect(await tablesWith(nfd)).toEqual([]);
    expect(new Set(await tablesWith(nfc))).toEqual(new Set(EVERYWHERE));
    expect(await customerOf(id)).toBe(nfc);
    await pool.query('delete from erasure');
    expect(await api.call('POST', '/v1/events', registration(nfd))).toMatchObject({ status: 202 });
    const { rows } = await pool.query(
      `select e.type from delivery d join event e on e.seq = d.event_seq where d.participation_id = $1 order by e.seq`,
      [id],
    );
    expect(rows).toEqual([{ type: 'participation.invited' }, { type: 'selfservice.registered' }]);
    expect(await rereadCustomerIds(pool)).toEqual({ renamed: 0, doubtful: [] });
  });

  it('are left alone where there are two of one, and that is told', async () => {
    const rest = randomUUID();
    const [nfc, nfd, other] = [`\u00c5-${rest}`, `A\u030a-${rest}`, `\u212b-${rest}`];
    const ids = [await invitedBefore(nfc), await invitedBefore(nfd, 'other'), await invitedBefore(other)];
    const before = await everyRow(pool);
    expect(await rereadCustomerIds(pool)).toEqual({
      renamed: 0,
      doubtful: [{ participations: ids, character: undefined }],
    });
    expect(await everyRow(pool)).toEqual(before);
    await pool.query('delete from delivery');
    await pool.query('delete from participation');
  });

  it('are left alone where their id holds what nobody sees, and that is told, with who looks the same', async () => {
    const [lone, paired] = [randomUUID(), randomUUID()];
    const own = await invitedBefore(`${lone}\u2060`);
    const twins = [
      await invitedBefore(`${paired}\u200b`),
      await invitedBefore(paired),
      await invitedBefore(`\u202a${paired}\u202c`),
      await invitedBefore(` ${paired}`, 'other'),
    ];
    const { renamed, doubtful } = await rereadCustomerIds(pool);
    expect(renamed).toBe(0);
    expect(doubtful).toHaveLength(2);
    expect(doubtful).toEqual(
      expect.arrayContaining([
        { participations: [own], character: 'U+2060' },
        { participations: twins, character: expect.stringMatching(/^U\+(200B|202A|0020)$/) },
      ]),
    );
    expect(await customerOf(own)).toBe(`${lone}\u2060`);
  });

  it('are told of by migrate by their participations, not by their ids', async () => {
    const written: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (chunk) => written.push(String(chunk)) > 0;
    try {
      await migrate({ databaseUrl: url });
    } finally {
      process.stdout.write = write;
    }
    const said = written.join('');
    const { rows } = await pool.query<{ id: string; customer_id: string }>(
      `select id, customer_id from participation where customer_id ~ '[^ -~]'`,
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { id, customer_id } of rows) {
      expect(said).toContain(id);
      expect(said).not.toContain(customer_id);
    }
    expect(said).toMatch(/Participation \S+: U\+2060 stands in its customer's id/);
    expect(said).toMatch(/Participations \S+, \S+, \S+, \S+: the ids of their customers look alike/);
  });

  it('are found however many there are', async () => {
    await pool.query('delete from delivery');
    await pool.query('delete from participation');
    await pool.query(
      `insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at, next_due_what, next_due_at)
       select gen_random_uuid(), 'other', 1, 'u' || U&'\\0308' || '-' || n, now(), now(), 'invitation', now() from generate_series(1, 4500) n`,
    );
    expect(await rereadCustomerIds(pool)).toEqual({ renamed: 4_500, doubtful: [] });
  });
});
