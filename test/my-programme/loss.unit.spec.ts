import { describe, expect, it } from '@jest/globals';
import { termsOf } from '../../src/domain/definition.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Phase } from '../../src/domain/phase.js';
import { evolve, invited } from '../../src/domain/state.js';
import { appealAgainst } from '../../src/my-programme/appeals/loss.js';
import { definition } from '../domain/programme.js';

const DAY = 86_400_000;
const TERMS = termsOf(definition(), 1);
const START = Date.UTC(2026, 10, 1);
const at = (day: number) => START + day * DAY;
const heard = (day: number) => ({ delivery: String(day), time: at(day), acceptedAt: at(day) });

const registered: Fact = { type: 'registered', ...heard(0), quietEndsAt: at(270) };
const called = (day: number): Fact => ({ type: 'called', ...heard(day), call: `call ${day}`, exempt: false });
const retracted = (day: number, of: number): Fact => ({
  type: 'retracted',
  ...heard(day),
  call: `call ${of}`,
});
const dropped = (day: number): Fact => ({
  type: 'dropped',
  ...heard(day),
  lastVisitAt: at(0),
});
const visited = (day: number, on: number): Fact => ({ type: 'visited', ...heard(day), time: at(on) });

type Told = readonly [day: number, phase: Phase, fact: Fact];

/** Whether an appeal that was made and declined on day 15 is still told after these steps. */
function told(...life: readonly Told[]): boolean {
  const steps = ([[0, 'quiet', registered], ...life] as readonly Told[]).map(([day, phase, fact], i) => {
    return { n: i + 1, recorded_at: new Date(at(day)), phase, facts: [fact] };
  });
  const state = steps.reduce(
    (before, { recorded_at, facts }) => evolve(before, { recordedAt: recorded_at.getTime(), facts }),
    invited({ invitedAt: at(-1), endsAt: at(30) }),
  );
  const on = new Date(at(15));
  const appeal = { appealedAt: on, answeredAt: on, declinedBecause: 'no' };
  return appealAgainst({ steps, appeals: [appeal] }, state, TERMS) === appeal;
}

describe('an appeal that was declined', () => {
  it('is told as long as the loss lasts, also with a further call', () => {
    expect(told([10, 'forfeited', called(10)])).toBe(true);
    expect(told([10, 'forfeited', called(10)], [20, 'forfeited', called(20)])).toBe(true);
  });

  it('is not told of a call that was heard of later, once the first is taken back', () => {
    const life: readonly Told[] = [
      [10, 'forfeited', called(10)],
      [20, 'forfeited', called(20)],
      [21, 'forfeited', retracted(21, 10)],
    ];
    expect(told(...life)).toBe(false);
  });

  it('against a call is not told of a later drop, nor one against a drop of a call', () => {
    expect(told([10, 'forfeited', called(10)], [20, 'dropped', dropped(20)])).toBe(false);
    expect(
      told([5, 'forfeited', called(5)], [10, 'dropped', dropped(10)], [20, 'forfeited', visited(20, 8)]),
    ).toBe(false);
  });
});
