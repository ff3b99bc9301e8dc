import type { Language } from '../../domain/wording.js';
import { STANDING_WORDS } from './standing-words.js';

/** How far the quiet period is, as a ring; `done` from 0 to 1. Grey where it is lost. */
export function QuietPicture({ done, lost, language }: { done: number; lost: boolean; language: Language }) {
  const percent = Math.floor(done * 100);
  const share = `${percent} %`;
  return (
    <svg class="ring" viewBox="0 0 120 120" role="img" aria-labelledby="ring-title">
      <title id="ring-title">{STANDING_WORDS[language].quiet.share(share)}</title>
      <circle class="track" cx="60" cy="60" r="50" />
      {percent > 0 && (
        <circle
          class={lost ? 'lost' : 'done'}
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
