import pg from 'pg';
import { describe, expect, it } from '@jest/globals';
import { relaying } from './relaying.js';

const { database, inbox, gateway, running } = await relaying();

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
    expect(gateway.heardBy(customer)).toHaveLength(1);
    await database.pool.query(`update event set received_at = received_at - interval '1 day'`);
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    expect(await inbox.againInSeconds(customer)).toBe(640);
    expect(await inbox.deliveries(customer)).toMatchObject([{}, { status: 'pending', attempts: 0 }]);
    expect(gateway.asked).toHaveLength(4);
    // once more, as the workflow may be gone by then
    expect(gateway.heardBy(customer)).toHaveLength(2);
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
