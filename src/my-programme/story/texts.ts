import type { CallReport } from '../../domain/calls.js';
import type { Fact } from '../../domain/facts.js';
import { ADVERTISING } from '../../domain/messages/kinds.js';
import type { CallVerdict } from '../../domain/phase.js';
import { QUIET_PERIOD } from '../../domain/terms.js';
import { inFigures, type Language } from '../../domain/wording.js';
import { WORDS } from '../../pages/words.js';
import type { MessageRow } from '../../participations/journal.js';
import { STORY_WORDS } from './story-words.js';

/** A fact as the customer is told it; of a call `verdict` says whether it counts. */
export function factText(
  fact: Fact,
  language: Language,
  verdict: (report: CallReport) => CallVerdict,
): string {
  const words = STORY_WORDS[language];
  switch (fact.type) {
    case 'registered':
      return words.registered;
    case 'reached':
      return words.reached(taskName(fact.code, language));
    case 'called':
      return words.calls[verdict(fact)];
    case 'retracted':
      return words.retracted;
    case 'visited':
      return words.visited;
    case 'dropped':
      return words.dropped;
    case 'reinstated':
      return words.reinstated;
    case 'granted':
      return words.granted(inFigures(fact.megabytes, language), taskName(fact.code, language));
    case 'quiet-period-over':
      return words.quietOver;
    case 'completed':
      return words.completed;
    case 'stopped':
    case 'ended':
      return words.ended[fact.reason];
  }
}

/** What a reward is for, as customers know it; a programme's own milestone by its code. */
export function taskName(code: string, language: Language): string {
  if (code === QUIET_PERIOD) return STORY_WORDS[language].quietPeriod;
  return WORDS[language].programme.milestones[code] ?? code;
}

/** Customers hear of what was sent, and of what should have been; not of advertising that was held back. */
export function messageText(
  { kind, state, channel, reason }: MessageRow,
  language: Language,
): string | undefined {
  const words = STORY_WORDS[language];
  const name = words.messages[kind];
  if (name === undefined) return undefined;
  if (state === 'suppressed' && reason === 'opted-out' && !ADVERTISING.some((each) => each === kind))
    return words.stopped(name);
  if (channel === null || state === 'suppressed') return undefined;
  const by = words.channels[channel] ?? channel;
  return state === 'failed' ? words.undelivered(by, name) : words.sent(by, name);
}
