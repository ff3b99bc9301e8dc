import { expect, test } from '@jest/globals';
import { worthOf } from '../../src/domain/worth.js';
import { definition } from './programme.js';

test('a programme is worth all its milestones and the quiet reward', () => {
  expect(worthOf(definition())).toEqual({ milestones: 1_800, quiet: 1_800, total: 3_600 });
  expect(worthOf(definition({ milestones: [] }))).toEqual({ milestones: 0, quiet: 1_800, total: 1_800 });
});
