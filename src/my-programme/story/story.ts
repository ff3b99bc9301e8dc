import { type CallReport, merged } from '../../domain/calls.js';
import { callJudge } from '../../domain/phase.js';
import { add, copyOf, type State } from '../../domain/state.js';
import type { Language } from '../../domain/wording.js';
import type { Instant, Terms } from '../../domain/terms.js';
import type { MessageRow, StepRow, WarningRow } from '../../participations/journal.js';
import { stateAfter } from '../standing/state-of.js';
import { STORY_WORDS } from './story-words.js';
import { factText, messageText } from './texts.js';

/** What the journal of one participation is made of. */
export interface Journalled {
  readonly steps: readonly StepRow[];
  readonly warnings: readonly WarningRow[];
  readonly messages: readonly MessageRow[];
  readonly appeals: readonly AppealRow[];
}

/** An appeal without its text. */
export interface AppealRow {
  readonly appealedAt: Date;
  readonly answeredAt: Date | null;
  /** What whoever declined it answered. */
  readonly declinedBecause: string | null;
}

/** One thing that happened, in words for the customer. */
export interface Told {
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly text: string;
}

/** By what a story is told. */
export interface Telling {
  /** Before the first step. */
  readonly start: State;
  readonly terms: Terms;
  readonly language: Language;
}

/** Everything that happened and why, newest first. */
export function story(life: Journalled, telling: Telling): readonly Told[] {
  const { warnings, messages, appeals } = life;
  const { language } = telling;
  const words = STORY_WORDS[language];
  const at = (when: Date, text: string): Told => ({ at: when.getTime(), recordedAt: when.getTime(), text });
  const told = [
    ...warnings.map(({ recorded_at }) => at(recorded_at, words.warned)),
    ...messages.flatMap((message) => {
      const text = messageText(message, language);
      return text === undefined ? [] : [at(message.decided_at, text)];
    }),
    ...appeals.flatMap((appeal) => {
      const answer = answerTold(appeal, life.steps, language);
      return [
        at(appeal.appealedAt, words.appealed),
        ...(appeal.answeredAt && answer !== undefined ? [at(appeal.answeredAt, answer)] : []),
      ];
    }),
    ...stepsTold(life.steps, telling),
  ];
  // The sort is stable: within one step what follows from what stays above it.
  return told.reverse().sort((one, other) => other.recordedAt - one.recordedAt);
}

/** What became of an appeal, unless it was granted, which its step tells: it was declined, or its participation ended first. */
function answerTold(
  { answeredAt, declinedBecause }: AppealRow,
  steps: readonly StepRow[],
  language: Language,
): string | undefined {
  const words = STORY_WORDS[language];
  if (declinedBecause !== null) return words.declined(declinedBecause);
  const by = steps.findLast(({ recorded_at }) => recorded_at.getTime() === answeredAt?.getTime());
  const close = by?.facts.find((fact) => fact.type === 'ended' || fact.type === 'stopped');
  return close && words.undecided[close.type];
}

/** Each step by what was known after it. */
function stepsTold(steps: readonly StepRow[], { start, terms, language }: Telling): readonly Told[] {
  const known = copyOf(start);
  const retracted = new Set<string>();
  // A call may be heard of before the registration that it came after.
  const { registration } = stateAfter(start, steps);
  return steps.flatMap(({ recorded_at, facts }) => {
    const recordedAt = recorded_at.getTime();
    for (const fact of facts) {
      add(known, fact, recordedAt);
      if (fact.type === 'retracted') retracted.add(fact.call);
    }
    const judge = callJudge({ ...known, ...(registration && { registration }) }, terms, retracted);
    const verdict = (report: CallReport) =>
      judge(report.call, merged(known.calls[report.call], report, recordedAt));
    return facts.map((fact) => ({ at: fact.time, recordedAt, text: factText(fact, language, verdict) }));
  });
}
