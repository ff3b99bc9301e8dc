import type { Definition } from '../../domain/definition.js';
import { quietPeriodEnd } from '../../domain/calendar.js';
import { day, deadline, inFigures, type Language } from '../../domain/wording.js';
import { worthOf } from '../../domain/worth.js';
import { FieldProblem, fieldMarks, FormProblems, type ToMend } from '../../pages/form-problems.js';
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
  const toMend = problems.map((problem) => ({ ...FIELDS[problem], text: words.problems[problem] }));
  const isTicked = (problem: FormProblem) =>
    problems.length > 0 && !problems.includes(problem) && !problems.includes('changed');
  const { timeZone, quietPeriod, milestones } = definition;
  const now = participant.now.getTime();
  const ends = quietPeriodEnd(now, quietPeriod.lasts, timeZone);
  const until = deadline(participant.invitationEndsAt.getTime(), now, language, timeZone);
  return (
    <>
      <h1>{registerTitle(definition, language)}</h1>
      {problems.length > 0 && <FormProblems title={words.problems.title} toMend={toMend} />}
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
            toMend={toMend}
          />
          <p class="below">
            <a href={`/${language}/privacy`}>{words.privacyLink}</a>{' '}
            <span class="quiet">({words.version(offer.privacy.version)})</span>
          </p>
          <Box name="acceptTerms" text={words.terms} ticked={isTicked('terms-missing')} toMend={toMend} />
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

const FIELDS: Readonly<Record<FormProblem, { readonly field?: string }>> = {
  'privacy-missing': { field: 'acceptPrivacy' },
  'terms-missing': { field: 'acceptTerms' },
  changed: {},
};

/** Ticked only where the customer has ticked it, in a form that lacked the other one. */
function Box({
  name,
  text,
  ticked,
  toMend,
}: {
  name: string;
  text: string;
  ticked: boolean;
  toMend: readonly ToMend[];
}) {
  return (
    <>
      <label class="tick">
        <input
          {...fieldMarks(name, toMend)}
          type="checkbox"
          name={name}
          value="yes"
          required
          checked={ticked}
        />
        <span>{text}</span>
      </label>
      <FieldProblem field={name} toMend={toMend} />
    </>
  );
}
