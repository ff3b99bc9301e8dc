import type { Definition } from '../domain/definition.js';
import { inFigures, inWords, type Language } from '../domain/wording.js';
import { WORDS } from './words.js';

/** What the programme is, its rewards and its rules in plain words, from the definition in force. */
export function ProgrammePage({ definition, language }: { definition: Definition; language: Language }) {
  const words = WORDS[language].programme;
  const { milestones, quietPeriod, visits, appealWithin } = definition;
  const figure = (value: number) => words.megabytes(inFigures(value, language));
  const duration = (iso: string) => inWords(iso, language);
  return (
    <>
      <h1>{programmeTitle(definition, language)}</h1>
      <p>{words.intro}</p>
      <p>
        <a class="button" href={`/${language}/my/${encodeURIComponent(definition.code)}`}>
          {words.takePart}
        </a>
      </p>
      <h2>{words.rewards}</h2>
      <ul class="rewards">
        {milestones.map(({ code, reward }) => (
          <li key={code}>
            <span>{words.milestones[code] ?? code}</span>
            <b>{figure(reward.megabytes)}</b>
          </li>
        ))}
        <li>
          <span>{words.quiet(duration(quietPeriod.lasts))}</span>
          <b>{figure(quietPeriod.reward.megabytes)}</b>
        </li>
      </ul>
      <h2>{words.rules}</h2>
      <ul>
        <li>{words.invited}</li>
        <li>{words.starts(duration(quietPeriod.lasts))}</li>
        {visits && <li>{words.visits(duration(visits.atLeastEvery))}</li>}
        <li>{words.call}</li>
        <li>{words.exempt}</li>
        <li>{words.settles(duration(quietPeriod.settlesAfter))}</li>
        <li>{words.appeal(duration(appealWithin))}</li>
      </ul>
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

/** What the page is called: all that can be had. */
export function programmeTitle({ milestones, quietPeriod }: Definition, language: Language): string {
  const all = milestones.reduce((sum, { reward }) => sum + reward.megabytes, quietPeriod.reward.megabytes);
  return WORDS[language].programme.title(inFigures(all, language));
}
