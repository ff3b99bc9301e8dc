import type { Channel } from '../domain/messages/kinds.js';
import type { Language } from '../domain/wording.js';
import { FieldProblem, fieldMarks, FormProblems } from './form-problems.js';
import type { Notice } from './page-error.js';
import { WORDS } from './words.js';

/** Lets whoever holds the link choose which messages stop; `wrong`: nothing was chosen. The address itself is nowhere on the page. */
export function OptOutPage({
  channel,
  language,
  wrong,
}: {
  channel: Channel;
  language: Language;
  wrong: boolean;
}) {
  const words = WORDS[language].optOut;
  const toMend = wrong ? [{ field: 'advertising', text: words.missing.text }] : [];
  const { id, ...marks } = fieldMarks('advertising', toMend);
  return (
    <>
      <h1>{words.title}</h1>
      {wrong && <FormProblems title={words.missing.title} toMend={toMend} />}
      <form method="post">
        <fieldset role="radiogroup" {...marks}>
          <legend>{words.intro[channel]}</legend>
          <FieldProblem field="advertising" toMend={toMend} />
          <label>
            <input type="radio" id={id} name="scope" value="advertising" required /> {words.advertising}
          </label>
          <label>
            <input type="radio" name="scope" value="all" required /> {words.all}
          </label>
        </fieldset>
        <button type="submit">{words.button}</button>
      </form>
    </>
  );
}

/** One thing to say, and where to go from there. */
export function NoticePage({ title, text, ways = [] }: Notice) {
  return (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      {ways.length > 0 && (
        <p class="ways">
          {ways.map((way, n) => (
            <a key={way.href} class={n === 0 ? 'button' : 'button second'} href={way.href}>
              {way.text}
            </a>
          ))}
        </p>
      )}
    </>
  );
}
