import { beforeEach, describe, expect, it } from '@jest/globals';
import { OutageError } from '../../src/relay/temporal-gateway.js';
import { relaying } from './relaying.js';

const { inbox, gateway, running } = await relaying();

describe('a delivery that Temporal never answers for, while it answers for others', () => {
  let [poor, neighbour] = ['', ''];

  beforeEach(async () => {
    [poor, neighbour] = [await running(), await running()];
    gateway.script = ({ participation }) => (participation === poor ? { outage: 13 } : undefined);
  });

  it('is held alone after one doubt, and neither parked nor counted against', async () => {
    const relay = inbox.relay(gateway);
    await inbox.take(poor, 'hotline.called');
    await expect(relay.pass()).rejects.toThrow(OutageError);
    for (let tries = 0; tries < 10; tries += 1) {
      await inbox.take(neighbour, 'hotline.called');
      await inbox.letTimePass();
      expect(await relay.pass()).toBeGreaterThan(0);
    }
    expect(gateway.heardBy(neighbour)).toHaveLength(10);
    expect((await inbox.deliveries(poor))[1]).toMatchObject({
      status: 'pending',
      attempts: 0,
      code: 'temporal-unavailable-13',
    });
    expect(await inbox.againInSeconds(poor)).toBe(10);
  });

  it('is heard when it is answered for again, and its code is gone', async () => {
    const relay = inbox.relay(gateway);
    await inbox.take(poor, 'hotline.called');
    await inbox.take(neighbour, 'hotline.called');
    await relay.pass().catch(() => undefined);
    await inbox.letTimePass();
    await relay.pass();
    gateway.script = () => undefined;
    await inbox.letTimePass();
    await relay.pass();
    expect(gateway.heardBy(poor)).toHaveLength(1);
    expect((await inbox.deliveries(poor))[1]).toMatchObject({ status: 'pending', code: null });
  });

  it('holds what came after it if it is a stop (R11), and only then', async () => {
    const relay = inbox.relay(gateway);
    await inbox.take(poor, 'hotline.called', 'consent.withdrawn', 'selfservice.video-watched');
    const [, call, stop, video] = (await inbox.deliveries(poor)).map(({ id }) => id);
    gateway.script = ({ delivery }) => (delivery === stop ? { outage: 2 } : undefined);
    await relay.pass().catch(() => undefined);
    await inbox.take(neighbour, 'hotline.called');
    for (let tries = 0; tries < 3; tries += 1) await relay.pass();
    expect(gateway.heardBy(poor)).toEqual([call]);
    gateway.script = () => undefined;
    await inbox.letTimePass();
    await relay.pass();
    expect(gateway.heardBy(poor)).toEqual([call, stop, video]);
  });

  it('says when it was the only one asked about, since nobody knows then whether it is an outage', async () => {
    const relay = inbox.relay(gateway);
    await inbox.take(poor, 'hotline.called');
    await expect(relay.pass()).rejects.toMatchObject({ isOfOne: true });
    gateway.script = () => ({ outage: 13 });
    await inbox.take(neighbour, 'hotline.called');
    await expect(relay.pass()).rejects.toMatchObject({ isOfOne: false });
  });
});
