import { describe, expect, it } from '@jest/globals';
import { partsOf } from '../../src/my-programme/story/story-parts.js';

function lines(count: number, characters: number) {
  return Array.from({ length: count }, (_, at) => ({ at, recordedAt: at, text: 'x'.repeat(characters) }));
}

describe('a story in parts', () => {
  it.each([
    ['one, however little happened', 0, 0, [0]],
    ['one of a hundred lines', 100, 200, [100]],
    ['two of a hundred and one', 101, 200, [100, 1]],
    ['more of long answers to appeals, so that no page grows with them', 25, 2_000, [10, 10, 5]],
  ] as const)('is %s', (_what, count, characters, sizes) => {
    const story = lines(count, characters);
    const { newest, earlier } = partsOf(story);
    const all = [newest, ...earlier];
    expect(all.map(({ told }) => told.length)).toEqual(sizes);
    expect(all.flatMap(({ told }) => told)).toEqual(story);
    expect(all.map(({ part, parts }) => [part, parts])).toEqual(sizes.map((_, i) => [i + 1, sizes.length]));
  });
});
