import { afterEach, describe, expect, it } from '@jest/globals';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { TestApi } from '../api/api.js';
import { listOf, waveCalls } from '../api/waves.js';

const api = await TestApi.start();
await api.publish('all-invited');
const { pool } = api.database;
const { wave, fill, reasons } = waveCalls(api);
const pages = new StoredWavePages(pool, cachedProgrammes(), false, 'only-for-tests-only-for-tests-only');

/** So many times something that nobody knows of stands in the way of this customer; it is gone before anybody can ask for it. */
async function inTheWay(customer: string, times: number): Promise<void> {
  await pool.query(`create sequence tried;
    create function stand_in_the_way() returns trigger language plpgsql as $$ begin
      if new.customer_id = '${customer}' and nextval('tried') <= ${times} then return null; end if;
      return new;
    end $$;
    create trigger in_the_way before insert on participation for each row execute function stand_in_the_way()`);
}

afterEach(() => pool.query('drop function stand_in_the_way cascade; drop sequence tried'));

/** Whoever is drawn for the holdout has just come in, every time. */
const everybodyComesIn = () =>
  pool.query(`create sequence tried;
    create function stand_in_the_way() returns trigger language plpgsql as $$ begin
      if new.arm = 'held-out' then insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at, invitation_ends_at)
        values (gen_random_uuid(), new.programme_code, 1, new.customer_id, 'ended', now(), now());
      end if;
      return new;
    end $$;
    create trigger in_the_way before insert on assignment for each row execute function stand_in_the_way()`);

const invite = (customerId: string) =>
  api.call('POST', '/v1/participations', { programme: 'all-invited', customerId });

/** A wave of two customers that was begun, but not sent. */
async function begun(customers: readonly string[]): Promise<string> {
  const { id } = await wave('all-invited');
  await fill(id, listOf(customers));
  await api.call('POST', `/v1/waves/${id}/send`);
  return id;
}

describe('when what stood in the way is gone again', () => {
  it('a customer who is invited comes in after all', async () => {
    await inTheWay('u-1', 2);
    expect(await invite('u-1')).toMatchObject({ status: 201 });
  });

  it('a customer of a wave comes in after all', async () => {
    await inTheWay('u-3', 2);
    const id = await begun(['u-2', 'u-3']);
    expect(await pages.invite(id, 0)).toEqual({ after: 2, invited: 2 });
    expect(await reasons(id)).toEqual(['u-2 invited', 'u-3 invited']);
  });
});

describe('when nobody can tell what stands in the way', () => {
  it('an invitation is not tried for ever', async () => {
    await inTheWay('u-4', 1_000_000);
    expect(await invite('u-4')).toMatchObject({ status: 503, body: { code: 'invitation-undecided' } });
  });

  it('the page of a wave is not either, and says which row it is', async () => {
    await inTheWay('u-6', 1_000_000);
    const id = await begun(['u-5', 'u-6']);
    await expect(pages.invite(id, 0)).rejects.toThrow(`wave ${id}: row 2`);
    expect(await reasons(id)).toEqual(['u-5 to-invite', 'u-6 to-invite']);
  });
});

it('a list whose customers come in one by one while they are drawn is not drawn for ever', async () => {
  await everybodyComesIn();
  const { id } = await wave('all-invited');
  const list = listOf(Array.from({ length: 20 }, (_, i) => `u-list-${i}`));
  expect(await fill(id, list)).toMatchObject({ status: 503, body: { code: 'programme-busy' } });
  expect((await api.call('GET', `/v1/waves/${id}`)).body).toMatchObject({ state: 'empty' });
});
