import { describe, expect, it } from '@jest/globals';
import { relaying } from './relaying.js';

const { database, inbox, gateway, running } = await relaying();

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
