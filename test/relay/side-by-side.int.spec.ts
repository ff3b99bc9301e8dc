import { describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { relaying } from './relaying.js';

const { inbox, gateway, running } = await relaying();

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
