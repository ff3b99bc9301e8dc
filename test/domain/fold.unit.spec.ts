import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Step } from '../../src/domain/facts.js';
import { evolve, invited, type State } from '../../src/domain/state.js';

/**
 * What running participations have recorded. These files are never written anew: if one no longer folds to its
 * state, a change of the fold would give customers another story than the one that they were told.
 */
interface Recorded {
  readonly start: State;
  readonly steps: readonly Step[];
  readonly end: State;
}

const FOLDER = join(import.meta.dirname, 'golden');

function recorded(file: string): Recorded {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Recorded;
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

describe('old facts give the old state, whatever the rules and terms say today', () => {
  test.each(readdirSync(FOLDER))('%s', (file) => {
    const { start, steps, end } = recorded(file);
    expect(steps.reduce(evolve, start)).toEqual(end);
  });

  test('there is one for each way to an end, and one that no rule of today would decide', () => {
    const ends = readdirSync(FOLDER).map((file) => recorded(file).end.closed);
    expect(ends).toEqual(
      expect.arrayContaining([
        'completed',
        'invitation-expired',
        'hotline-called',
        'inactive',
        'left',
        undefined,
      ]),
    );
    expect(ends).toHaveLength(9);
  });
});

test('an invitation begins with nothing heard', () => {
  expect(invited({ invitedAt: 1, endsAt: 2 })).toStrictEqual({
    invitedAt: 1,
    invitationEndsAt: 2,
    reached: {},
    granted: [],
    calls: {},
    retracted: [],
  });
});

test('a fold leaves the state before it as it was, so that a refused step can be decided again', () => {
  for (const { start, steps } of readdirSync(FOLDER).map(recorded)) {
    expect(() =>
      frozen(steps).reduce((state, step) => frozen(evolve(state, step)), frozen(start)),
    ).not.toThrow();
  }
});
