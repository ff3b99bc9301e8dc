import { expect, it } from '@jest/globals';
import { Turns } from '../../src/waves/turns.js';

it('only so many are at work at once, the others come in their order, and one that fails gives its turn on', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const work = (n: number) =>
    turns.take(async () => {
      begun.push(n);
      await new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())));
      return n;
    });
  const [first, ...others] = [1, 2, 3, 4].map(work);
  const heard = expect(first).rejects.toThrow('broken');
  expect(begun).toEqual([1, 2]);
  ends[0]?.(new Error('broken'));
  await heard;
  expect(begun).toEqual([1, 2, 3]);
  ends[1]?.();
  expect(await others[0]).toBe(2);
  expect(begun).toEqual([1, 2, 3, 4]);
  for (const end of ends) end();
  expect(await Promise.all(others)).toEqual([2, 3, 4]);
  expect(await turns.take(async () => 5)).toBe(5);
});
