import { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { respellContacts } from '../../prisma/contact-spellings.js';
import { addressHash, optOut } from '../../prisma/opt-outs.js';
import { main as migrateCommand } from '../../src/migrate.js';
import { optOutSchema } from '../../src/opt-outs/opt-outs.js';
import { number } from '../mailbox/told-mailbox.js';
import { startSending } from './kit.js';

const { mailbox, pool, config, invited, sendAll, messagesOf } = await startSending();

/** As it was taken before: with the zero that is dialled inside the country. */
const withZero = (mobile: string) => mobile.replace('+49', '+490');

/** As `POST /v1/opt-outs` does. */
async function stop(request: unknown): Promise<void> {
  const { channel, address } = optOutSchema.parse(request);
  await optOut(pool, channel, addressHash(config.hashKey, channel, address), 'all');
}

const OTHERWISE: readonly [string, (mobile: string) => string][] = [
  ['in E.164', (mobile) => mobile],
  ['with its zero behind the country', withZero],
  ['without its country', (mobile) => mobile.replace('+49', '0')],
  ['in groups', (mobile) => `+49 (0)${mobile.slice(3, 6)} ${mobile.slice(6)}`],
];

describe('a number that was taken as it came', () => {
  it('is written to as it can be read', async () => {
    const mobile = number();
    const customer = await invited({ mobile: withZero(mobile) });
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', channel: 'sms' }]);
    expect(await mailbox.arrivedFor(mobile)).toHaveLength(1);
    expect(await mailbox.arrivedFor(withZero(mobile))).toEqual([]);
  });

  it.each(OTHERWISE)('is stopped by a STOP that comes %s', async (_how, spelt) => {
    const mobile = number();
    const [one, other] = [await invited({ mobile }), await invited({ mobile: withZero(mobile) })];
    await stop({ channel: 'sms', address: spelt(mobile) });
    await sendAll();
    for (const each of [one, other])
      expect(await messagesOf(each)).toMatchObject([{ state: 'suppressed', reason: 'opted-out' }]);
    expect(await mailbox.arrivedFor(mobile)).toEqual([]);
    expect(await mailbox.arrivedFor(withZero(mobile))).toEqual([]);
  });

  it('is stopped by a STOP of before, also where another one had stopped less', async () => {
    const mobile = number();
    const { hashKey } = config;
    await optOut(pool, 'sms', addressHash(hashKey, 'sms', withZero(mobile)), 'all');
    await optOut(pool, 'sms', addressHash(hashKey, 'sms', mobile), 'advertising');
    const [one, other] = [await invited({ mobile }), await invited({ mobile: withZero(mobile) })];
    await pool.query(
      `update message set kind = 'reward-credited' where participation_id = any ($1::uuid[])`,
      [[one.id, other.id]],
    );
    await sendAll();
    for (const each of [one, other])
      expect(await messagesOf(each)).toMatchObject([{ state: 'suppressed', reason: 'opted-out' }]);
  });

  it.each(['+1234567', '+4930123456', '+498001234567', '+49123', '+999915112345678'])(
    'is never written to where it cannot be read: %s',
    async (mobile) => {
      const email = `${randomUUID()}@example.org`;
      const [one, both] = [await invited({ mobile }), await invited({ mobile, email })];
      await sendAll();
      expect(await messagesOf(one)).toMatchObject([{ state: 'suppressed', reason: 'unreadable-address' }]);
      expect(await messagesOf(both)).toMatchObject([{ state: 'sent', channel: 'email' }]);
      expect(await mailbox.arrivedFor(mobile)).toEqual([]);
    },
  );
});

describe('an e-mail address', () => {
  it('has one domain, however that is spelt', async () => {
    const name = randomUUID();
    const customer = await invited({ email: `${name}@M\u00FCller.example` });
    const stopped = await invited({ email: `stopped-${name}@xn--mller-kva.example` });
    await stop({ channel: 'email', address: `Stopped-${name}@M\u00DCLLER.example` });
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', channel: 'email' }]);
    // the mailbox shows in Unicode what came to it in ASCII
    expect(await mailbox.arrivedFor(`${name}@müller.example`)).toHaveLength(1);
    expect(await messagesOf(stopped)).toMatchObject([{ state: 'suppressed', reason: 'opted-out' }]);
  });

  it('may hold any sign that RFC 5322 lets it', async () => {
    const email = `a&b!c/d=e'f{g}-${randomUUID()}@example.org`;
    const customer = await invited({ email });
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', channel: 'email' }]);
    expect(await mailbox.arrivedFor(email)).toHaveLength(1);
  });
});

it('what was taken as evidence of a consent before proves nothing without its date', async () => {
  const mobile = number();
  const customer = await invited({ mobile });
  await pool.query(
    `update contact set mobile = jsonb_set(mobile, '{evidence}', '"form 17"') where participation_id = $1`,
    [customer.id],
  );
  await sendAll();
  expect(await messagesOf(customer)).toMatchObject([{ state: 'suppressed', reason: 'no-legal-basis' }]);
  expect(await mailbox.arrivedFor(mobile)).toEqual([]);
});

it('numbers and addresses of before are brought into one spelling, and what cannot be read is named', async () => {
  await pool.query('delete from contact');
  const mobile = number();
  const odd = await invited({ mobile: withZero(mobile), email: 'Anna@M\u00FCller.EXAMPLE' });
  const right = await invited({ mobile, email: 'Anna@xn--mller-kva.example' });
  const unreadable = await invited({ mobile: '+1234567', email: 'nobody' });
  const half = await invited({ mobile: '+498001234567', email: 'Otto@EXAMPLE.org' });
  // more than one page of others that have nothing but an e-mail address
  await pool.query(
    `with many as (
       insert into participation (id, programme_code, programme_version, customer_id, language, invited_at, invitation_ends_at,
         next_due_what, next_due_at)
       select gen_random_uuid(), programme_code, programme_version, 'many-' || n, language, invited_at, invitation_ends_at,
         next_due_what, next_due_at
       from participation, generate_series(1, 2500) n where id = $1 returning id
     )
     insert into contact (participation_id, email)
     select id, jsonb_build_object('value', 'M@EXAMPLE.org', 'basis', 'contract', 'evidence', 'x') from many`,
    [odd.id],
  );
  const values = async ({ id }: { readonly id: string }) => {
    const { rows } = await pool.query<{ sms: string; email: string; basis: string }>(
      `select mobile ->> 'value' as sms, email ->> 'value' as email, mobile ->> 'basis' as basis
       from contact where participation_id = $1`,
      [id],
    );
    return rows[0];
  };
  const { changed, unreadable: named } = await respellContacts(pool);
  expect(changed).toBe(2_502);
  const spelt = { sms: mobile, email: 'Anna@xn--mller-kva.example', basis: 'express-consent' };
  expect(await values(odd)).toEqual(spelt);
  expect(await values(right)).toEqual(spelt);
  expect(await values(half)).toMatchObject({ sms: '+498001234567', email: 'Otto@example.org' });
  expect(await values(unreadable)).toMatchObject({ sms: '+1234567', email: 'nobody' });
  const expected = [
    { participation: unreadable.id, channel: 'sms' },
    { participation: unreadable.id, channel: 'email' },
    { participation: half.id, channel: 'sms' },
  ];
  const sorted = (all: readonly { participation: string; channel: string }[]) =>
    all.map(({ participation, channel }) => `${participation} ${channel}`).sort();
  expect(sorted(named)).toEqual(sorted(expected));
  // a second time it changes nothing, and says the same
  const again = await respellContacts(pool);
  expect({ ...again, unreadable: sorted(again.unreadable) }).toEqual({
    changed: 0,
    unreadable: sorted(expected),
  });
});

it('the command says whose number it cannot read, by the participation alone', async () => {
  const unreadable = await invited({ mobile: '+49123' });
  const odd = await invited({ mobile: withZero(number()) });
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  await migrateCommand({ databaseUrl: config.databaseUrl }).finally(() => write.mockRestore());
  const said = lines.join('');
  expect(said).toContain('Brought the addresses of 1 participations into one spelling\n');
  expect(said).toContain(
    `Participation ${unreadable.id}: its mobile number cannot be read, so nothing is sent to it\n`,
  );
  expect(said).not.toContain(odd.id);
  expect(said).not.toContain('+49');
});
