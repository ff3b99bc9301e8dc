import { describe, expect, test } from '@jest/globals';
import { decide, MOST_CALLS } from '../../src/domain/decide.js';
import type { HeardFact } from '../../src/domain/facts.js';
import { evolve } from '../../src/domain/state.js';
import { quietJourney } from './stories.js';

const { state, terms } = quietJourney();
const registeredAt = state.registration?.time ?? 0;

/** Reports, or retractions, of so many calls; hashes and delivery ids as long as they get. */
function about(type: 'called' | 'retracted', count: number): readonly HeardFact[] {
  return Array.from({ length: count }, (_, i) => {
    const call = `hash-of-call${String(i).padStart(5, '0')}`;
    const heard = { delivery: String(900_000_000 + i), time: registeredAt + i, acceptedAt: registeredAt + i };
    return type === 'called' ? { type, call, exempt: false, ...heard } : { type, call, ...heard };
  });
}

describe('a feed that never stops reporting calls', () => {
  const facts = [...about('called', MOST_CALLS), ...about('retracted', MOST_CALLS)];
  const full = evolve(state, { recordedAt: registeredAt + MOST_CALLS, facts });

  test('does not outgrow what Temporal takes, together with a step of a thousand more', () => {
    const step = about('called', 1_000);
    expect(JSON.stringify({ state: full, step }).length).toBeLessThan(2_000_000);
  });

  test('is ignored from the ten thousandth call on, and says so', () => {
    const [, next] = about('called', MOST_CALLS + 1).slice(-2);
    const [, retraction] = about('retracted', MOST_CALLS + 1).slice(-2);
    const proposal = decide(
      full,
      [next as HeardFact, retraction as HeardFact],
      terms,
      registeredAt + MOST_CALLS,
    );
    expect(proposal.facts).toEqual([]);
    expect(proposal.outcomes.map(({ code }) => code)).toEqual(['too-many-calls', 'too-many-calls']);
  });

  test('holds up nothing else: a milestone and a stop are heard', () => {
    const heard = { delivery: '1', time: registeredAt + 1, acceptedAt: registeredAt + 1 };
    const left = { type: 'stopped', reason: 'left', ...heard } as const;
    const proposal = decide(
      full,
      [...about('called', MOST_CALLS + 1).slice(-1), left],
      terms,
      registeredAt + 2,
    );
    expect(proposal.facts.map(({ type }) => type)).toEqual(['stopped']);
  });

  test('still corrects what it reported before', () => {
    const [known] = about('called', 1);
    const earlier = { ...known, time: registeredAt - 1, acceptedAt: registeredAt - 1 } as HeardFact;
    expect(decide(full, [earlier], terms, registeredAt + MOST_CALLS).facts).toHaveLength(1);
  });
});
