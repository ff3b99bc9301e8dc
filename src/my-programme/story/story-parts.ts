import type { Told } from './story.js';

/** One page of a story; of its `parts` the newest is number 1. */
export interface StoryPart {
  readonly told: readonly Told[];
  readonly part: number;
  readonly parts: number;
}

const MOST_LINES = 100;
/** Whoever declines an appeal may write 2,000 characters. */
const MOST_CHARACTERS = 20_000;

/** A whole story, the newest part first. */
export interface StoryParts {
  readonly newest: StoryPart;
  readonly earlier: readonly StoryPart[];
}

/** The story in parts of up to a hundred lines, so that every page stays small. */
export function partsOf(story: readonly Told[]): StoryParts {
  const newest: Told[] = [];
  const parts = [newest];
  let characters = 0;
  for (const told of story) {
    const last = parts.at(-1) ?? newest;
    characters += told.text.length;
    if (last.length < MOST_LINES && characters <= MOST_CHARACTERS) last.push(told);
    else {
      parts.push([told]);
      characters = told.text.length;
    }
  }
  const numbered = (told: readonly Told[], i: number) => ({ told, part: i + 1, parts: parts.length });
  return { newest: numbered(newest, 0), earlier: parts.map(numbered).slice(1) };
}
