import { describe, expect, it } from '@jest/globals';
import { relaying } from './relaying.js';

const { database, inbox, gateway, running } = await relaying();

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

it('an event that a workflow has heard and never decided is parked within the hour, if the workflow is gone since', async () => {
  const customer = await running();
  await inbox.take(customer, 'hotline.called');
  await inbox.relay(gateway).pass();
  gateway.close(customer);
  const again = async (age: string) => {
    await database.pool.query('update event set received_at = now() - $1::interval', [age]);
    await inbox.letTimePass();
    await inbox.relay(gateway).pass();
    return (await inbox.deliveries(customer))[1];
  };
  expect(await again('59 minutes')).toMatchObject({ status: 'pending', code: null });
  expect(await again('61 minutes')).toMatchObject({ status: 'parked', code: 'workflow-missing' });
});
