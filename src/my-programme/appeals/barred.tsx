import type { Standing } from '../standing/standing.js';
import type { AppealRow } from '../story/story.js';
import type { Written } from '../written.js';
import { AppealForm, type Unsent } from './appeal-form.js';
import { APPEAL_WORDS } from './appeal-words.js';

export interface BarredProps {
  readonly barred: NonNullable<Standing['barred']>;
  /** The latest one against what is lost now, answered or not. */
  readonly appeal: AppealRow | undefined;
  readonly participation: string;
  readonly unsent: Unsent | undefined;
  readonly home: string;
  readonly csrf: string;
  readonly written: Written;
}

/** What is lost and why, until when that can be appealed against, and what became of an appeal. */
export function Barred(props: BarredProps) {
  const { barred, written, appeal, home, csrf } = props;
  const { language } = written;
  const words = APPEAL_WORDS[language];
  const { why, at, until } = barred;
  const by = until === undefined ? undefined : written.by(until);
  const waits = appeal?.answeredAt === null;
  const what = why === 'dropped' ? words.barred.inactive : words.barred.call;
  return (
    <section class="barred" aria-labelledby="barred">
      <h2 id="barred">{words.barred[why]}</h2>
      {at !== undefined && <p>{what(written.on(at))}</p>}
      {by !== undefined && !waits && <p>{words.barred.until(by)}</p>}
      {appeal && appeal.declinedBecause !== null && (
        <p class="note">
          {words.declined(written.on(appeal.appealedAt.getTime()))} {appeal.declinedBecause}
        </p>
      )}
      {waits ? (
        <p class="note">
          {words.sent(written.on(appeal.appealedAt.getTime()))} {by !== undefined && words.decided(by)}
        </p>
      ) : (
        <AppealForm
          why={why}
          by={by}
          participation={props.participation}
          unsent={props.unsent}
          language={language}
          action={`${home}/appeal`}
          csrf={csrf}
        />
      )}
    </section>
  );
}
