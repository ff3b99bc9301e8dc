import type { Definition } from '../../domain/definition.js';
import { quietPeriodEnd } from '../../domain/calendar.js';
import { day, deadline, inFigures, type Language } from '../../domain/wording.js';
import { worthOf } from '../../domain/worth.js';
import { Terms } from '../../pages/programme-page.js';
import { type Other, Others } from '../entrance/others.js';
import type { Participant } from '../entrance/participant.js';
import type { FormProblem, Offer } from './registering.js';
import { REGISTER_WORDS } from './register-words.js';

export interface RegisterPageProps {
  readonly participant: Participant;
  readonly definition: Definition;
  readonly offer: Offer;
  readonly problems: readonly FormProblem[];
  readonly others: readonly Other[];
  readonly language: Language;
  readonly csrf: string;
}

/** What there is to get, by which rules, and the form to accept them. */
export function RegisterPage({
  participant,
  definition,
  offer,
  problems,
  others,
  language,
  csrf,
}: RegisterPageProps) {
  const words = REGISTER_WORDS[language];
  const isTicked = (problem: FormProblem) =>
    problems.length > 0 && !problems.includes(problem) && !problems.includes('changed');
  const { timeZone, quietPeriod, milestones } = definition;
  const now = participant.now.getTime();
  const ends = quietPeriodEnd(now, quietPeriod.lasts, timeZone);
  const until = deadline(participant.invitationEndsAt.getTime(), now, language, timeZone);
  return (
    <>
      <h1>{registerTitle(definition, language)}</h1>
      {problems.length > 0 && <Problems problems={problems} language={language} />}
      <p>{words.intro(milestones.some(({ code }) => code === 'registered'))}</p>
      <p>
        {words.runs(day(ends, language, timeZone))} {words.until(until)}
      </p>
      <Terms definition={definition} version={words.version(offer.terms.version)} language={language} />
      <form method="post">
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="privacy" value={offer.privacy.sha256} />
        <input type="hidden" name="terms" value={offer.terms.sha256} />
        <fieldset>
          <legend>{words.legend}</legend>
          <Box
            name="acceptPrivacy"
            text={words.privacy}
            ticked={isTicked('privacy-missing')}
            wrong={problems.includes('privacy-missing')}
          />
          <p class="below">
            <a href={`/${language}/privacy`}>{words.privacyLink}</a>{' '}
            <span class="quiet">({words.version(offer.privacy.version)})</span>
          </p>
          <Box
            name="acceptTerms"
            text={words.terms}
            ticked={isTicked('terms-missing')}
            wrong={problems.includes('terms-missing')}
          />
        </fieldset>
        <p class="quiet">{words.withdraw}</p>
        <button type="submit">{words.button}</button>
      </form>
      <Others others={others} language={language} />
    </>
  );
}

export function registerTitle(definition: Definition, language: Language): string {
  return REGISTER_WORDS[language].title(inFigures(worthOf(definition).total, language));
}

/** Ticked only where the customer has ticked it, in a form that lacked the other one. */
function Box({ name, text, ticked, wrong }: { name: string; text: string; ticked: boolean; wrong: boolean }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        name={name}
        value="yes"
        required
        checked={ticked}
        aria-invalid={wrong ? 'true' : undefined}
      />
      <span>{text}</span>
    </label>
  );
}

function Problems({ problems, language }: { problems: readonly FormProblem[]; language: Language }) {
  const words = REGISTER_WORDS[language].problems;
  return (
    <div class="problem" role="alert">
      <h2>{words.title}</h2>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{words[problem]}</li>
        ))}
      </ul>
    </div>
  );
}
