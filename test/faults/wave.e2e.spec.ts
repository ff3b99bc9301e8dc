import { expect, it } from '@jest/globals';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { listOf } from '../api/waves.js';
import { Operator } from './operator.js';
import { Shipped } from './shipped.js';

const shipped = await Shipped.start();
const operator = await Operator.of(shipped);

const everybody = Array.from({ length: 320 }, (_, i) => `W-${i}`);

it('whatever is killed while a wave is sent, everybody has one participation and one invitation in the end', async () => {
  await operator.publish({ ...programme, code: 'wave', holdout: { share: 0 } } as typeof programme);
  const id = await operator.wave('wave', listOf(everybody));
  await operator.rate(15);
  await operator.steer(id, 'send');
  const sent = (more: number) =>
    operator.untilWave(id, ({ rows, messages }) => rows.invited - messages.pending >= more);

  await sent(10);
  await shipped.kill('worker');
  await sent(40);
  await shipped.kill('relay');
  await shipped.kill('api');
  await sent(60);
  await shipped.kill('postgres');
  await sent(80);
  await shipped.kill('temporal');
  await sent(100);
  await shipped.killAll();
  await shipped.start();
  await operator.rate(1_000);

  const { rows, messages } = await operator.untilWave(
    id,
    ({ state, messages }) => state === 'done' && messages.pending === 0,
  );
  expect(rows).toMatchObject({ total: everybody.length, toInvite: 0, invited: everybody.length });
  expect(messages).toMatchObject({ failed: 0, suppressed: 0 });
  const invited = (await operator.participations('wave')).map(({ customerId }) => customerId);
  expect(invited.sort()).toEqual([...everybody].sort());
  const numbers = listOf(everybody).match(/\+\d+/g) ?? [];
  expect((await operator.letters()).map(({ to }) => to).sort()).toEqual(numbers.toSorted());
  for (const { phase, nextDue } of await operator.participations('wave'))
    expect({ phase, what: nextDue?.what }).toEqual({ phase: 'invited', what: 'invitation' });
  await operator.decidedEvents();
}, 400_000);
