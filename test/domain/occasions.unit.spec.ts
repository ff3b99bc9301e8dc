import { expect, test } from '@jest/globals';
import { occasionsOf } from '../../src/domain/messages/occasions.js';
import { evolve, invited } from '../../src/domain/state.js';
import type { Journey } from './journey.js';
import {
  at,
  called,
  DROPPED,
  INVITATION_ENDS,
  INVITED,
  iso,
  reached,
  registered,
  reinstated,
  retracted,
  stopped,
  visited,
} from './said.js';
import { droppedJourney, journey, quietJourney, underVisitRule } from './stories.js';

/** What all steps of this story give occasion to tell, in their order. */
function told({ steps, terms }: Journey): readonly string[] {
  let state = invited({ invitedAt: at(INVITED), endsAt: at(INVITATION_ENDS) });
  return steps.flatMap((step, i) => {
    const before = state;
    state = evolve(state, step);
    return occasionsOf(i + 1, before, state, step, terms).map(
      ({ kind, cause, at: when }) => `${kind} (${cause})${when === undefined ? '' : ` ${iso(when)}`}`,
    );
  });
}

const WELCOME = ['welcome (registered)', 'half-way (registered) 2026-05-26T23:30'];

test.each<[string, Journey, string[]]>([
  [
    'nothing before registering',
    journey().invitedAt(INVITED).hears(reached('video-watched', '2026-01-05')),
    [],
  ],
  ['a welcome on registering, and a word half-way', quietJourney(), WELCOME],
  [
    'once only, also when an earlier registration is heard',
    quietJourney().hears(registered('2026-01-09'), { accepted: '2026-01-20' }),
    WELCOME,
  ],
  [
    'a call that forfeits',
    quietJourney().hears(called('a', '2026-03-01')),
    [...WELCOME, 'forfeited (step 2)'],
  ],
  [
    'but no second one',
    quietJourney().hears(called('a', '2026-03-01')).hears(called('b', '2026-03-02')),
    [...WELCOME, 'forfeited (step 2)'],
  ],
  [
    'a retraction lets it go on',
    quietJourney().hears(called('a', '2026-03-01')).hears(retracted('a', '2026-03-05')),
    [...WELCOME, 'forfeited (step 2)', 'reinstated (step 3)'],
  ],
  [
    'a reinstating lets it go on',
    quietJourney().hears(called('a', '2026-03-01')).hears(reinstated('2026-03-05')),
    [...WELCOME, 'forfeited (step 2)', 'reinstated (step 3)'],
  ],
  [
    'and again, each by its own step',
    quietJourney()
      .hears(called('a', '2026-03-01'))
      .hears(reinstated('2026-03-05'))
      .hears(called('b', '2026-03-06')),
    [...WELCOME, 'forfeited (step 2)', 'reinstated (step 3)', 'forfeited (step 4)'],
  ],
  ['a drop', droppedJourney(), [...WELCOME, 'dropped (step 2)']],
  [
    'a visit that undoes it',
    droppedJourney().hears(visited('2026-02-01'), { accepted: DROPPED }),
    [...WELCOME, 'dropped (step 2)', 'reinstated (step 3)'],
  ],
  ['a stop says nothing', quietJourney().hears(stopped('left', '2026-03-01')), WELCOME],
])('there is occasion to tell: %s', (_what, story, expected) => {
  expect(told(story)).toEqual(expected);
});

test('dropped with a call that counts, and visited late: in again, and the reward is lost', () => {
  const story = droppedJourney().hears(called('a', '2026-01-20'), { accepted: DROPPED });
  expect(told(story).slice(2)).toEqual(['dropped (step 2)']);
  expect(told(story.hears(visited('2026-02-01'), { accepted: DROPPED })).slice(2)).toEqual([
    'dropped (step 2)',
    'resumed (step 4)',
  ]);
});

test('a call that was told of before the drop is not told of as a new one after it', () => {
  const story = underVisitRule().hears(called('a', '2026-01-20')).sweepsDailyUntil('2026-02-11');
  expect(told(story).slice(2)).toEqual(['forfeited (step 2)', 'dropped (step 3)']);
  expect(told(story.hears(visited('2026-02-01'), { accepted: '2026-02-12' })).slice(4)).toEqual([
    'resumed (step 4)',
  ]);
});
