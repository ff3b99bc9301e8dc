import { beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { Inbox } from './kit.js';
import { ScriptedGateway } from './scripted-gateway.js';

const database = await createDatabase();
const inbox = await Inbox.open(database);
let gateway = new ScriptedGateway();

beforeEach(async () => {
  gateway = new ScriptedGateway();
  await database.pool.query('truncate participation, event, mailbox cascade');
});

/** A participation whose workflow runs. */
async function running(options: { phase?: string } = {}): Promise<string> {
  const participation = await inbox.participation({ ...options, invitedEvent: true });
  await inbox.relay(gateway).pass();
  return participation;
}

describe('two relays at once', () => {
  it('bring the events of each customer in order, one at a time, and leave no customer to wait for another', async () => {
    const customers = await Promise.all(Array.from({ length: 100 }, () => inbox.participation()));
    for (const customer of customers) await inbox.take(customer, 'participation.invited');
    for (const customer of customers) await inbox.take(customer, ...Array<string>(3).fill('hotline.called'));
    const underWay = new Set<string>();
    const overlaps: string[] = [];
    gateway.script = async ({ participation }) => {
      if (underWay.has(participation)) overlaps.push(participation);
      underWay.add(participation);
      await new Promise(setImmediate);
      underWay.delete(participation);
      return undefined;
    };
    const relays = [inbox.relay(gateway), inbox.relay(gateway)];
    const found = await Promise.all(relays.map((relay) => relay.pass()));
    expect(Math.min(...found)).toBeGreaterThan(100);
    await Promise.all(relays.map((relay) => relay.pass()));
    expect(overlaps).toEqual([]);
    expect(gateway.asked).toHaveLength(400);
    for (const customer of customers) {
      const accepted = (await inbox.deliveries(customer)).map(({ id }) => id);
      expect(
        gateway.asked.filter(({ participation }) => participation === customer).map((each) => each.delivery),
      ).toEqual(accepted);
    }
  });

  it('keep hands off a customer whom the other one is serving, however long that takes', async () => {
    const [slow, other] = [await running(), await running()];
    await inbox.take(slow, 'hotline.called');
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    gateway.script = async ({ participation }) => {
      if (participation === slow) await held;
      return undefined;
    };
    const first = inbox.relay(gateway).pass();
    await until(async () => gateway.asked.find(({ how }) => how === 'signal'));
    await inbox.take(slow, 'hotline.called');
    await inbox.take(other, 'hotline.called');
    expect(await inbox.relay(gateway).pass()).toBe(1);
    expect(gateway.heardBy(other)).toHaveLength(1);
    letGo();
    await first;
    expect(await inbox.relay(gateway).pass()).toBe(1);
    expect(gateway.heardBy(slow)).toEqual((await inbox.deliveries(slow)).slice(1).map(({ id }) => id));
  });
});

describe('a delivery', () => {
  it('of a programme not read yet is brought when the claim has taken the only connection', async () => {
    const connectionTimeoutMillis = 2_000;
    const pool = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis });
    await inbox.participation({ invitedEvent: true });
    await inbox.participation({ invitedEvent: true });
    expect(await inbox.relay(gateway, Date.now, pool).pass()).toBe(2);
    await pool.end();
    expect(gateway.asked).toHaveLength(2);
  });

  it('stays undelivered until its outcome is recorded, and is sent again with growing pauses', async () => {
    const customer = await running();
    await inbox.take(customer, 'hotline.called');
    await inbox.relay(gateway).pass();
    expect(await inbox.deliveries(customer)).toMatchObject([
      { status: 'applied' },
      { status: 'pending', code: null, attempts: 0 },
    ]);
    expect(await inbox.againInSeconds(customer)).toBe(10);
    expect(await inbox.relay(gateway).pass()).toBe(0);

    await database.pool.query(`update event set received_at = received_at - interval '1 minute'`);
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    expect(await inbox.againInSeconds(customer)).toBe(60);
    await database.pool.query(`update event set received_at = received_at - interval '1 day'`);
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    expect(await inbox.againInSeconds(customer)).toBe(640);
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'pending', attempts: 0 }]);
    expect(gateway.asked).toHaveLength(4);
    expect(gateway.heardBy(customer)).toHaveLength(1);
  });

  it('keeps the outcome that its step wrote while the relay was still sending', async () => {
    const customer = await running();
    await inbox.take(customer, 'hotline.called');
    gateway.script = async ({ delivery }) => {
      await inbox.recorded(delivery);
      return undefined;
    };
    await inbox.relay(gateway).pass();
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'applied' }]);
    await inbox.letTimePass();
    expect(await inbox.relay(gateway).pass()).toBe(0);
  });

  it('of an invitation is done when Temporal has acknowledged the start, and no sooner', async () => {
    const customer = await inbox.participation({ phase: 'invited', invitedEvent: true });
    gateway.script = () => 'outage';
    await expect(inbox.relay(gateway).pass()).rejects.toThrow('told to be away');
    expect(await inbox.deliveries(customer)).toMatchObject([{ status: 'pending', attempts: 0 }]);
    gateway.script = () => undefined;
    await inbox.relay(gateway).pass();
    expect(await inbox.deliveries(customer)).toMatchObject([{ status: 'applied' }]);
    const [, start] = gateway.asked;
    // 60 days to register and 3 days of settling
    expect((start?.startDelayMs ?? 0) / 86_400_000).toBeCloseTo(63, 3);
  });

  it('wakes by starting only while nobody has answered the invitation', async () => {
    const customers = {
      invited: await running({ phase: 'invited' }),
      quiet: await running({ phase: 'quiet' }),
      forfeited: await running({ phase: 'forfeited' }),
    };
    for (const customer of Object.values(customers)) await inbox.take(customer, 'selfservice.app-installed');
    await inbox.relay(gateway).pass();
    const how = (customer: string) =>
      gateway.asked.findLast(({ participation }) => participation === customer)?.how;
    expect(how(customers.invited)).toBe('signalWithStart');
    expect(how(customers.quiet)).toBe('signal');
    expect(how(customers.forfeited)).toBe('signal');
  });

  it('is sent again when the relay died between sending and writing', async () => {
    const customer = await running();
    await inbox.take(customer, 'hotline.called');
    gateway.script = async () => {
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
      );
      return undefined;
    };
    await expect(inbox.relay(gateway).pass()).rejects.toThrow();
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'pending' }]);
    gateway.script = () => undefined;
    expect(await inbox.relay(gateway).pass()).toBe(1);
    expect(gateway.heardBy(customer)).toHaveLength(1);
  });
});

it('a slow Temporal does not keep a claim longer than PostgreSQL allows: what is left goes next, in order', async () => {
  const customer = await running();
  await inbox.take(customer, 'hotline.called', 'hotline.called', 'hotline.called');
  let now = Date.now();
  gateway.script = () => {
    now += 3_000;
    return undefined;
  };
  const relay = inbox.relay(gateway, () => now);
  await relay.pass();
  expect(gateway.heardBy(customer)).toHaveLength(2);
  await relay.pass();
  expect(gateway.heardBy(customer)).toEqual((await inbox.deliveries(customer)).slice(1).map(({ id }) => id));
});

describe('an outage of Temporal', () => {
  it('holds everything in order, counts against nobody, and ends without a trace', async () => {
    const customers = [await running(), await running()];
    for (const customer of customers) await inbox.take(customer, 'hotline.called', 'hotline.called');
    let calls = 0;
    gateway.script = () => ((calls += 1) > 1 ? 'outage' : undefined);
    await expect(inbox.relay(gateway).pass()).rejects.toThrow('told to be away');
    for (let tries = 0; tries < 10; tries += 1) {
      await inbox.letTimePass();
      await expect(inbox.relay(gateway).pass()).rejects.toThrow('told to be away');
    }
    for (const customer of customers)
      expect(await inbox.deliveries(customer)).toMatchObject([
        {},
        { status: 'pending', attempts: 0 },
        { status: 'pending', attempts: 0 },
      ]);
    gateway.script = () => undefined;
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    for (const customer of customers)
      expect(gateway.heardBy(customer)).toEqual(
        (await inbox.deliveries(customer)).slice(1).map(({ id }) => id),
      );
  });
});

describe("a delivery's own fault", () => {
  it('parks it after 8 tries with its reason and raises the alarm; later events and neighbours go on at once', async () => {
    const [customer, neighbour] = [await running(), await running()];
    await inbox.take(customer, 'hotline.called', 'hotline.called');
    await inbox.take(neighbour, 'hotline.called');
    const [, bad, good] = await inbox.deliveries(customer);
    gateway.script = ({ delivery }) => (delivery === bad?.id ? { fault: 'temporal-refused-3' } : undefined);
    await inbox.relay(gateway).pass();
    expect(gateway.heardBy(customer)).toEqual([good?.id]);
    expect(gateway.heardBy(neighbour)).toHaveLength(1);
    for (let tries = 2; tries <= 8; tries += 1) {
      expect((await inbox.deliveries(customer))[1]).toMatchObject({ status: 'pending', attempts: tries - 1 });
      await inbox.letTimePass();
      await inbox.relay(gateway).pass();
    }
    expect((await inbox.deliveries(customer))[1]).toMatchObject({
      status: 'parked',
      code: 'temporal-refused-3',
    });
    expect(await inbox.metric('quietline_deliveries_parked')).toBe(1);
    await inbox.letTimePass();
    const asked = gateway.asked.length;
    await inbox.relay(gateway).pass();
    expect(gateway.asked.slice(asked).filter(({ delivery }) => delivery === bad?.id)).toEqual([]);
  });

  it('holds what came after a stop until the stop is heard, so that nothing accepted after it is paid (R11)', async () => {
    const customer = await running();
    await inbox.take(customer, 'hotline.called', 'consent.withdrawn', 'selfservice.video-watched');
    const [, call, stop, video] = (await inbox.deliveries(customer)).map(({ id }) => id);
    gateway.script = ({ delivery }) => (delivery === stop ? { fault: 'temporal-refused-13' } : undefined);
    await inbox.relay(gateway).pass();
    await inbox.relay(gateway).pass();
    expect(gateway.heardBy(customer)).toEqual([call]);
    gateway.script = () => undefined;
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    expect(gateway.heardBy(customer).slice(-2)).toEqual([stop, video]);
    await inbox.take(customer, 'selfservice.app-installed');
    await inbox.relay(gateway).pass();
    expect(gateway.heardBy(customer).at(-1)).toBe((await inbox.deliveries(customer)).at(-1)?.id);
  });

  it.each([
    [
      'an event type that no signal stands for',
      'unknown-event-type',
      `update event set type = 'tea.brewed' where type = 'hotline.called'`,
    ],
    [
      'a programme that cannot be read any more',
      'unreadable-programme',
      `update participation set programme_version = 2
       where id in (select participation_id from delivery d join event e on e.seq = d.event_seq where e.type = 'hotline.called')`,
    ],
    [
      'what nobody thought of',
      'unexpected-error',
      `update event set data = 'null' where type = 'hotline.called'`,
    ],
  ])('is also %s: it holds nobody else up, and is parked', async (_what, code, spoil) => {
    const [customer, neighbour] = [await running(), await running()];
    await inbox.take(customer, 'hotline.called');
    await database.pool.query(spoil);
    await inbox.take(neighbour, 'hotline.called');
    await inbox.relay(gateway).pass();
    expect(gateway.heardBy(neighbour)).toHaveLength(1);
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'pending', attempts: 1, code }]);
    await database.pool.query('update delivery set attempts = 7 where attempts = 1');
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'parked', code }]);
  });
});

describe('of a participation that is over', () => {
  it.each(['ended', 'completed'])(
    'an event is kept as ignored, and nobody is signalled: %s',
    async (phase) => {
      const customer = await running();
      await inbox.take(customer, 'hotline.called');
      await database.pool.query('update participation set phase = $1', [phase]);
      const asked = gateway.asked.length;
      await inbox.relay(gateway).pass();
      expect(gateway.asked).toHaveLength(asked);
      expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'ignored', code: 'ended' }]);
    },
  );

  it('an event that was on its way when it ended is ignored, and no alarm is raised', async () => {
    const customer = await running();
    await inbox.take(customer, 'hotline.called');
    gateway.script = async () => {
      await database.pool.query(`update participation set phase = 'ended'`);
      return 'workflow-missing' as const;
    };
    await inbox.relay(gateway).pass();
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'ignored', code: 'ended' }]);
    expect(await inbox.metric('quietline_deliveries_parked')).toBe(0);
  });

  it.each(['before it was brought', 'while it was brought'])(
    'an event of a customer who was erased %s says so',
    async (moment) => {
      const customer = await running();
      await inbox.take(customer, 'hotline.called');
      const erase = () =>
        database.pool.query(`update participation set phase = 'ended', ended_because = 'erased'`);
      if (moment === 'before it was brought') await erase();
      gateway.script = async () => {
        await erase();
        return 'workflow-missing' as const;
      };
      await inbox.relay(gateway).pass();
      expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'ignored', code: 'erased' }]);
    },
  );

  it('the invitation counts as brought, even when the relay that brought it died before writing so', async () => {
    const customer = await inbox.participation({ phase: 'ended', invitedEvent: false });
    await database.pool.query(`update participation set phase = 'invited'`);
    await inbox.take(customer, 'participation.invited');
    await database.pool.query(`update participation set phase = 'ended'`);
    await inbox.relay(gateway).pass();
    expect(await inbox.deliveries(customer)).toMatchObject([{ status: 'applied' }]);
  });
});

it('an open participation whose workflow is gone has its events parked, with the alarm', async () => {
  const customer = await running();
  gateway.close(customer);
  await inbox.take(customer, 'hotline.called');
  await inbox.relay(gateway).pass();
  expect(await inbox.deliveries(customer)).toMatchObject([
    {},
    { status: 'parked', code: 'workflow-missing' },
  ]);
  expect(await inbox.metric('quietline_deliveries_parked')).toBe(1);
});
