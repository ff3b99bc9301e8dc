import type { Definition } from '../domain/definition.js';
import { day, deadline, inFigures, type Language } from '../domain/wording.js';
import type { Instant } from '../domain/terms.js';
import { AppealForm } from './appeals/appeal-form.js';
import { type Other, Others } from './entrance/others.js';
import type { Participant } from './entrance/participant.js';
import { QuietPicture } from './standing/quiet-picture.js';
import { SETTINGS_WORDS } from './settings/settings-words.js';
import type { QuietStanding, Standing, Task, Usable } from './standing/standing.js';
import { type AppealRow, taskName, type Told } from './story/story.js';
import { MY_WORDS } from './words.js';

export interface MyPageProps {
  readonly participant: Participant;
  readonly definition: Definition;
  readonly standing: Standing;
  readonly story: readonly Told[];
  readonly others: readonly Other[];
  /** The latest one against what is lost now, answered or not. */
  readonly appeal: AppealRow | undefined;
  /** What was sent as an appeal and is empty or too long. */
  readonly refusedAppeal: string | undefined;
  /** The customer has ended it, which does not show yet. */
  readonly ending: boolean;
  readonly language: Language;
  readonly home: string;
  readonly csrf: string;
}

/** How instants and megabytes are written on this page. */
interface Written {
  readonly language: Language;
  readonly on: (at: Instant) => string;
  readonly by: (end: Instant) => string;
  readonly megabytes: (value: number) => string;
}

/** Where a customer stands: what is earned, what is open, what is due, and what happened. */
export function MyPage(props: MyPageProps) {
  const { definition, standing, story, others, participant, language, ending } = props;
  const words = MY_WORDS[language].mine;
  const { timeZone } = definition;
  const written: Written = {
    language,
    on: (at) => day(at, language, timeZone),
    by: (end) => deadline(end, participant.now.getTime(), language, timeZone),
    megabytes: (value) => words.megabytes(inFigures(value, language)),
  };
  return (
    <>
      <h1>{words.title}</h1>
      {ending && (
        <p class="note" role="status">
          {SETTINGS_WORDS[language].ending}
        </p>
      )}
      <Ended participant={participant} language={language} />
      <Figures standing={standing} written={written} />
      {standing.barred && <Barred {...props} written={written} />}
      <h2>{words.tasks}</h2>
      <ul class="tasks">
        {standing.tasks.map((task) => (
          <TaskLine key={task.code} task={task} written={written} />
        ))}
      </ul>
      {standing.quiet && <Quiet quiet={standing.quiet} written={written} />}
      {standing.visit && <Visit visit={standing.visit} written={written} />}
      <Others others={others} language={language} />
      <h2>{words.story}</h2>
      {story.length === 0 ? <p>{words.empty}</p> : <Story story={story} written={written} />}
    </>
  );
}

function Ended({ participant, language }: { participant: Participant; language: Language }) {
  const words = MY_WORDS[language].mine.ended;
  const { phase, endedBecause } = participant;
  const how = phase === 'completed' ? 'completed' : phase === 'ended' ? endedBecause : null;
  if (how === null || words[how] === undefined) return null;
  return (
    <p class="note">
      <strong>{words[how]}</strong> {words['kept']}
    </p>
  );
}

function Figures({ standing, written }: { standing: Standing; written: Written }) {
  const words = MY_WORDS[written.language].mine;
  const { credited, pending, failed, open } = standing;
  const rest = [
    [pending, words.pending],
    [failed, words.failed],
    [open, words.open],
  ] as const;
  return (
    <dl class="figures">
      <div class="main">
        <dt>{words.credited}</dt>
        <dd>{written.megabytes(credited)}</dd>
      </div>
      {rest
        .filter(([value]) => value > 0)
        .map(([value, name]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{written.megabytes(value)}</dd>
          </div>
        ))}
    </dl>
  );
}

function TaskLine({ task, written }: { task: Task; written: Written }) {
  const words = MY_WORDS[written.language].mine;
  const { code, state, megabytes } = task;
  const link = state === 'open' ? words.links[code] : undefined;
  return (
    <li class={state}>
      <span>
        {taskName(code, written.language)}
        <small>{words.states[state]}</small>
        {task.usable && <small>{usable(task.usable, written)}</small>}
        {link !== undefined && <a href={`/${written.language}/${PAGES[code]}`}>{link}</a>}
      </span>
      <b>{written.megabytes(megabytes)}</b>
    </li>
  );
}

/** How long megabytes can be used, or could be. */
function usable({ until, over }: Usable, { language, by }: Written): string {
  const words = MY_WORDS[language].mine;
  return over ? words.used(by(until)) : words.usable(by(until));
}

const PAGES: Readonly<Record<string, string>> = { 'video-watched': 'video', 'app-installed': 'app' };

function Quiet({ quiet, written }: { quiet: QuietStanding; written: Written }) {
  const words = MY_WORDS[written.language].mine.quiet;
  const { state, startsAt, endsAt, settledAt, done } = quiet;
  const megabytes = written.megabytes(quiet.megabytes);
  const said = {
    running: words.running(written.on(endsAt), megabytes),
    settling: words.settling(written.on(settledAt), megabytes),
    lost: words.lost(megabytes),
    paused: words.paused,
    paid: words.paid(quiet.usable ? `${megabytes} (${usable(quiet.usable, written)})` : megabytes),
    over: words.over,
  }[state];
  return (
    <>
      <h2>{words.title}</h2>
      <div class="picture">
        <QuietPicture done={done} lost={state === 'lost' || state === 'paused'} language={written.language} />
        <div>
          <p>{said}</p>
          <p class="quiet">
            {words.from(written.on(startsAt))}, {words.until(written.on(endsAt))}
          </p>
        </div>
      </div>
      {state === 'running' && <p>{words.ends}</p>}
    </>
  );
}

function Visit({ visit, written }: { visit: NonNullable<Standing['visit']>; written: Written }) {
  const words = MY_WORDS[written.language].mine.visit;
  return (
    <>
      <h2>{words.title}</h2>
      <p>
        {words.last(written.on(visit.lastAt))}{' '}
        {visit.dueAt === undefined ? words.none : words.due(written.by(visit.dueAt))}
      </p>
    </>
  );
}

function Barred(props: MyPageProps & { written: Written }) {
  const { standing, written, appeal, refusedAppeal, language, home, csrf } = props;
  const words = MY_WORDS[language].mine;
  if (!standing.barred) return null;
  const { why, at, until } = standing.barred;
  const what = why === 'dropped' ? words.barred.inactive : words.barred.call;
  return (
    <section class="barred" aria-labelledby="barred">
      <h2 id="barred">{words.barred[why]}</h2>
      {at !== undefined && <p>{what(written.on(at))}</p>}
      {until !== undefined && <p>{words.barred.until(written.by(until))}</p>}
      {appeal && appeal.declinedBecause !== null && (
        <p class="note">
          {words.appeal.declined(written.on(appeal.appealedAt.getTime()))} {appeal.declinedBecause}
        </p>
      )}
      {appeal?.answeredAt === null ? (
        <p class="note">{words.appeal.sent(written.on(appeal.appealedAt.getTime()))}</p>
      ) : (
        <AppealForm
          why={why}
          refused={refusedAppeal}
          language={language}
          action={`${home}/appeal`}
          csrf={csrf}
        />
      )}
    </section>
  );
}

function Story({ story, written }: { story: readonly Told[]; written: Written }) {
  return (
    <ol class="story">
      {story.map(({ at, text }, n) => (
        <li key={n}>
          <time dateTime={new Date(at).toISOString()}>{written.on(at)}</time>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}
