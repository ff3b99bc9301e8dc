import type { Written } from '../written.js';
import type { StoryPart } from './story-parts.js';
import { STORY_WORDS } from './story-words.js';

export interface StoryProps {
  readonly story: StoryPart;
  readonly home: string;
  readonly written: Written;
}

/** The newest part of what happened, as it stands on a page of more. */
export function Story(props: StoryProps) {
  return (
    <>
      <h2>{STORY_WORDS[props.written.language].title}</h2>
      <Part {...props} />
    </>
  );
}

/** An earlier part, which is a page of its own. */
export function StoryPage(props: StoryProps) {
  return (
    <>
      <h1>{storyTitle(props)}</h1>
      <Part {...props} />
    </>
  );
}

/** What the page of an earlier part is called. */
export function storyTitle({ story, written }: Pick<StoryProps, 'story' | 'written'>): string {
  return STORY_WORDS[written.language].titleOf(story.part, story.parts);
}

function Part({ story: { told, part, parts }, home, written }: StoryProps) {
  const words = STORY_WORDS[written.language];
  const at = (other: number) => (other === 1 ? home : `${home}/story/${other}`);
  return (
    <>
      {told.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <ol class="story">
          {told.map(({ at, text }, n) => (
            <li key={n}>
              <time dateTime={new Date(at).toISOString()}>{written.on(at)}</time>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      )}
      {parts > 1 && (
        <p class="ways">
          {part > 1 && <a href={at(part - 1)}>{words.later}</a>}
          {part < parts && <a href={at(part + 1)}>{words.earlier}</a>}
        </p>
      )}
    </>
  );
}
