import type { Definition } from '../domain/definition.js';
import type { Reward } from '../domain/terms.js';
import { inFigures, inWords, type Language } from '../domain/wording.js';
import { worthOf } from '../domain/worth.js';
import { exemptCalls } from './reason-words.js';
import { homeOf } from './ways.js';
import { WORDS } from './words.js';

/** What the programme is, its rewards and its rules in plain words, from the definition in force; `registered`: the reader has registered, which is unknown of whoever has not signed in. */
export function ProgrammePage({
  definition,
  language,
  registered,
}: {
  definition: Definition;
  language: Language;
  registered: boolean | undefined;
}) {
  const words = WORDS[language].programme;
  const mine = homeOf(language, definition.code);
  return (
    <>
      <h1>{programmeTitle(definition, language)}</h1>
      <p>{words.intro}</p>
      {registered && <p class="note">{words.registered}</p>}
      <p>
        <a class="button" href={mine}>
          {registered ? WORDS[language].ways.mine : words.takePart}
        </a>
      </p>
      {registered === undefined && (
        <p>
          {words.already} <a href={mine}>{WORDS[language].ways.mine}</a>
        </p>
      )}
      <h2>{words.rewards}</h2>
      <Rewards definition={definition} language={language} />
      <h2>{words.rules}</h2>
      <Rules definition={definition} language={language} />
      <h2>{words.questions}</h2>
      {words.faq.map(([question, answer]) => (
        <details key={question}>
          <summary>{question}</summary>
          <p>{answer}</p>
        </details>
      ))}
    </>
  );
}

/** What there is to get. */
function Rewards({ definition, language }: { definition: Definition; language: Language }) {
  return (
    <ul class="rewards">
      {rewardsOf(definition, language).map(([what, megabytes]) => (
        <li key={what}>
          <span>{what}</span>
          <b>{megabytes}</b>
        </li>
      ))}
    </ul>
  );
}

/** By which rules. */
function Rules({ definition, language }: { definition: Definition; language: Language }) {
  return (
    <ul>
      {rulesOf(definition, language).map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  );
}

/** What whoever takes part agrees to, with its `version` in words: all that `termsText` holds, and nothing else. */
export function Terms({
  definition,
  version,
  language,
}: {
  definition: Definition;
  version: string;
  language: Language;
}) {
  const words = WORDS[language].programme;
  return (
    <>
      <h2>{words.terms}</h2>
      <p class="quiet">{version}</p>
      <h3>{words.rewards}</h3>
      <Rewards definition={definition} language={language} />
      <h3>{words.rules}</h3>
      <Rules definition={definition} language={language} />
    </>
  );
}

/** What the page is called: all that can be had. */
export function programmeTitle(definition: Definition, language: Language): string {
  return WORDS[language].programme.title(inFigures(worthOf(definition).total, language));
}

/** The terms as they stand on the page, word for word and without markup; behind each reward's colon is what it comes to. */
export function termsText(definition: Definition, language: Language): string {
  const words = WORDS[language].programme;
  const rewards = rewardsOf(definition, language).map((each) => each.join(': '));
  return [words.terms, words.rewards, ...rewards, words.rules, ...rulesOf(definition, language)].join('\n\n');
}

function rewardsOf(
  { milestones, quietPeriod }: Definition,
  language: Language,
): readonly (readonly [string, string])[] {
  const words = WORDS[language].programme;
  const promised = (what: string, { megabytes, validFor }: Reward) =>
    [
      validFor === undefined ? what : words.usable(what, inWords(validFor, language)),
      words.megabytes(inFigures(megabytes, language)),
    ] as const;
  return [
    ...milestones.map(({ code, reward }) => promised(words.milestones[code] ?? code, reward)),
    promised(words.quiet(inWords(quietPeriod.lasts, language)), quietPeriod.reward),
  ];
}

function rulesOf({ quietPeriod, visits, appealWithin }: Definition, language: Language): readonly string[] {
  const words = WORDS[language].programme;
  const duration = (iso: string) => inWords(iso, language);
  return [
    words.invited,
    words.starts(duration(quietPeriod.lasts)),
    words.tasks,
    ...(visits ? [words.visits(duration(visits.atLeastEvery))] : []),
    words.call,
    exemptCalls(quietPeriod.exemptReasons, language),
    words.settles(duration(quietPeriod.settlesAfter)),
    words.appeal(duration(appealWithin)),
  ];
}
