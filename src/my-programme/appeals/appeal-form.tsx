import type { Language } from '../../domain/wording.js';
import { APPEAL_WORDS } from './appeal-words.js';

/** The longest appeal, in characters. */
export const LONGEST_APPEAL = 2_000;

/** Lets a customer say why something was lost wrongly. */
export function AppealForm({
  why,
  by,
  refused,
  language,
  action,
  csrf,
}: {
  readonly why: 'forfeited' | 'dropped';
  /** Until when a person can decide. */
  by: string | undefined;
  /** What was sent and cannot be taken; it stays in its field. */
  refused: string | undefined;
  language: Language;
  action: string;
  csrf: string;
}) {
  const missing = refused !== undefined;
  const words = APPEAL_WORDS[language];
  return (
    <form method="post" action={action}>
      <h3>{words.title}</h3>
      <p>
        {words.intro[why]} {by !== undefined && `${words.decided(by)} ${words.early}`}
      </p>
      {missing && (
        <p class="problem" role="alert" id="appeal-missing">
          {words.missing}
        </p>
      )}
      <input type="hidden" name="_csrf" value={csrf} />
      <label for="appeal">{words.label}</label>
      <textarea
        id="appeal"
        name="text"
        rows={5}
        maxLength={LONGEST_APPEAL}
        required
        value={refused}
        aria-describedby={missing ? 'appeal-missing appeal-hint' : 'appeal-hint'}
        aria-invalid={missing ? 'true' : undefined}
      />
      <p class="quiet" id="appeal-hint">
        {words.hint}
      </p>
      <button type="submit">{words.button}</button>
    </form>
  );
}
