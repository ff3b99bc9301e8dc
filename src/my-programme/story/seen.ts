import type { Published } from '../../../prisma/programmes.js';
import type { Database } from '../../database/database.js';
import type { State } from '../../domain/state.js';
import type { PublishedProgrammes } from '../../programmes/published.js';
import type { Entrance } from '../entrance/entrance.js';
import type { Participant } from '../entrance/participant.js';
import type { Visitor } from '../entrance/visitor.js';
import { startOf, stateAfter } from '../standing/state-of.js';
import { type Life, lifeOf } from './life.js';
import { story } from './story.js';
import { partsOf, type StoryParts } from './story-parts.js';

/** What participations are read with. */
export interface Sight {
  readonly database: Database;
  readonly programmes: PublishedProgrammes;
  readonly entrance: Entrance;
}

/** Where somebody stands and how they came there, of one moment. */
export interface Seen extends Published {
  readonly participant: Participant;
  readonly life: Life;
  readonly state: State;
  readonly story: StoryParts;
}

/** Reads it, anew where a step was written in between. Throws PageError (403). */
export async function seen(sight: Sight, visitor: Visitor, tries = 3): Promise<Seen> {
  const { id, steps } = await sight.entrance.enter(visitor);
  const life = await lifeOf(sight.database.pool, id);
  const participant = await sight.entrance.enter(visitor);
  if (participant.steps !== steps && tries > 1) return seen(sight, visitor, tries - 1);
  const { programmes, database } = sight;
  const published = await programmes.version(participant.code, participant.version, database.pool);
  const start = startOf(participant);
  const told = story(life, { start, terms: published.terms, language: visitor.language });
  return { ...published, participant, life, state: stateAfter(start, life.steps), story: partsOf(told) };
}
