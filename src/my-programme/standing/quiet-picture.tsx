import type { Language } from '../../domain/wording.js';
import { STANDING_WORDS } from './standing-words.js';

/** How far the quiet period is, as a ring; `done` from 0 to 1. Grey where nothing is won by it. */
export function QuietPicture({ done, won, language }: { done: number; won: boolean; language: Language }) {
  const percent = Math.floor(done * 100);
  const words = STANDING_WORDS[language].quiet;
  const share = `${percent} %`;
  return (
    <svg class="ring" viewBox="0 0 120 120" role="img" aria-labelledby="ring-title">
      <title id="ring-title">{won ? words.share(share) : words.elapsed(share)}</title>
      <circle class="track" cx="60" cy="60" r="50" />
      {percent > 0 && (
        <circle
          class={won ? 'done' : 'lost'}
          cx="60"
          cy="60"
          r="50"
          pathLength="100"
          stroke-dasharray={`${percent} 100`}
          transform="rotate(-90 60 60)"
        />
      )}
      <text x="60" y="60" text-anchor="middle" dominant-baseline="central" aria-hidden="true">
        {share}
      </text>
    </svg>
  );
}
