import type { Written } from '../written.js';
import type { Told } from './story.js';
import { STORY_WORDS } from './story-words.js';

/** What happened, newest first. */
export function Story({ story, written }: { story: readonly Told[]; written: Written }) {
  const words = STORY_WORDS[written.language];
  return (
    <>
      <h2>{words.title}</h2>
      {story.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <ol class="story">
          {story.map(({ at, text }, n) => (
            <li key={n}>
              <time dateTime={new Date(at).toISOString()}>{written.on(at)}</time>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
