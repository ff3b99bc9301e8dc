import type { Language } from '../../domain/wording.js';
import { APPEAL_WORDS } from './appeal-words.js';

/** The longest appeal, in characters. */
export const LONGEST_APPEAL = 2_000;

/** What was written and not taken, and why; it stays in its field. */
export interface Unsent {
  readonly text: string;
  readonly because: 'missing' | 'signed-out';
}

/** Lets a customer say why something was lost wrongly. */
export function AppealForm({
  why,
  by,
  participation,
  unsent,
  language,
  action,
  csrf,
}: {
  readonly why: 'forfeited' | 'dropped';
  /** Until when a person can decide. */
  by: string | undefined;
  participation: string;
  unsent: Unsent | undefined;
  language: Language;
  action: string;
  csrf: string;
}) {
  const missing = unsent?.because === 'missing';
  const words = APPEAL_WORDS[language];
  return (
    <form method="post" action={action}>
      <h3>{words.title}</h3>
      <p>
        {words.intro[why]} {by !== undefined && `${words.decided(by)} ${words.early}`}
      </p>
      {unsent && (
        <p class="problem" role="alert" id="appeal-unsent">
          {words.unsent[unsent.because]}
        </p>
      )}
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="participation" value={participation} />
      <label for="appeal">{words.label}</label>
      <textarea
        id="appeal"
        name="text"
        rows={5}
        maxLength={LONGEST_APPEAL}
        required
        value={unsent?.text}
        autofocus={unsent !== undefined}
        aria-describedby={unsent ? 'appeal-unsent appeal-hint' : 'appeal-hint'}
        aria-invalid={missing ? 'true' : undefined}
      />
      <p class="quiet" id="appeal-hint">
        {words.hint}
      </p>
      <button type="submit">{words.button}</button>
    </form>
  );
}
