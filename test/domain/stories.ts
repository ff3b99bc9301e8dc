import { type Definition, termsOf } from '../../src/domain/definition.js';
import { Journey } from './journey.js';
import { definition, withoutVisitRule } from './programme.js';
import { at, DAY, DROPPED, INVITED, REGISTERED, registered, visited, WARNED, type When } from './said.js';

/** Begins a story: `journey().invitedAt('2026-01-01').hears(registered('2026-01-10'))`. */
export function journey(programme: Definition = definition()): { invitedAt(when: When): Journey } {
  return { invitedAt: (when) => new Journey(termsOf(programme, 1), programme, at(when)) };
}

/** Invited, registered and quiet, in a programme without a visit rule unless another is handed in. */
export function quietJourney(programme: Definition = withoutVisitRule()): Journey {
  return journey(programme).invitedAt(INVITED).hears(registered(REGISTERED));
}

/** Registered, never seen again, warned on the 22nd day and dropped on the 31st after the breach of 9 February. */
export function droppedJourney(): Journey {
  return quietJourney(definition()).sweepsDailyUntil(DROPPED);
}

/** Registered, in the default programme with its visit rule. */
export const underVisitRule = (): Journey => quietJourney(definition());

/** Never seen since registering, and warned on the 22nd day. */
export const warnedJourney = (): Journey => underVisitRule().sweeps(WARNED);

/** Visits every twenty days up to then. */
export function visitingJourney(until: When): Journey {
  const story = underVisitRule();
  for (let when = story.now + 20 * DAY; when <= at(until); when += 20 * DAY) story.hears(visited(when));
  return story;
}
