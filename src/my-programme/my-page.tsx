import type { Definition } from '../domain/definition.js';
import type { Language } from '../domain/wording.js';
import { Barred, type BarredProps } from './appeals/barred.js';
import { type Other, Others } from './entrance/others.js';
import type { Participant } from './entrance/participant.js';
import { MY_WORDS } from './my-words.js';
import { SETTINGS_WORDS } from './settings/settings-words.js';
import type { Standing } from './standing/standing.js';
import { Figures, Quiet, Tasks, Visit } from './standing/standing-view.js';
import { Story } from './story/story-list.js';
import type { StoryPart } from './story/story-parts.js';
import { writtenAt } from './written.js';

export interface MyPageProps extends Omit<BarredProps, 'barred' | 'written' | 'participation'> {
  readonly participant: Participant;
  readonly definition: Definition;
  readonly standing: Standing;
  /** Its newest part. */
  readonly story: StoryPart;
  readonly others: readonly Other[];
  /** The customer has ended it, which does not show yet. */
  readonly ending: boolean;
  readonly language: Language;
}

/** Where a customer stands: what is earned, what is open, what is due, and what happened. */
export function MyPage(props: MyPageProps) {
  const { definition, standing, story, others, participant, language, ending } = props;
  const { appeal, unsent, home, csrf } = props;
  const written = writtenAt(participant.now.getTime(), language, definition.timeZone);
  return (
    <>
      <h1>{MY_WORDS[language].title}</h1>
      {ending && (
        <p class="note" role="status">
          {SETTINGS_WORDS[language].ending}
        </p>
      )}
      <Ended participant={participant} language={language} />
      <Figures standing={standing} written={written} />
      {standing.barred && (
        <Barred
          {...{ barred: standing.barred, participation: participant.id, appeal, unsent, home, csrf, written }}
        />
      )}
      <Tasks tasks={standing.tasks} written={written} />
      {standing.quiet && <Quiet quiet={standing.quiet} visit={standing.visit} written={written} />}
      {standing.visit && <Visit visit={standing.visit} written={written} />}
      <Others others={others} language={language} />
      <Story story={story} home={home} written={written} />
    </>
  );
}

function Ended({ participant, language }: { participant: Participant; language: Language }) {
  const words = MY_WORDS[language].ended;
  const { phase, endedBecause } = participant;
  const how = phase === 'completed' ? 'completed' : phase === 'ended' ? endedBecause : null;
  if (how === null || words[how] === undefined) return null;
  return (
    <p class="note">
      <strong>{words[how]}</strong> {words['kept']}
    </p>
  );
}
