import type { Written } from '../written.js';
import { taskName } from '../story/texts.js';
import { QuietPicture } from './quiet-picture.js';
import type { QuietStanding, Standing, Task, Usable } from './standing.js';
import { STANDING_WORDS } from './standing-words.js';

/** What is credited, and what may be. */
export function Figures({ standing, written }: { standing: Standing; written: Written }) {
  const words = STANDING_WORDS[written.language];
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

/** The one-time tasks, and what became of each. */
export function Tasks({ tasks, written }: { tasks: readonly Task[]; written: Written }) {
  return (
    <>
      <h2>{STANDING_WORDS[written.language].tasks}</h2>
      <ul class="tasks">
        {tasks.map((task) => (
          <TaskLine key={task.code} task={task} written={written} />
        ))}
      </ul>
    </>
  );
}

function TaskLine({ task, written }: { task: Task; written: Written }) {
  const words = STANDING_WORDS[written.language];
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
  const words = STANDING_WORDS[language];
  return over ? words.used(by(until)) : words.usable(by(until));
}

const PAGES: Readonly<Record<string, string>> = { 'video-watched': 'video', 'app-installed': 'app' };

const WON: ReadonlySet<QuietStanding['state']> = new Set(['running', 'settling', 'paid']);

/** How far the time without a call is. */
export function Quiet({
  quiet,
  visit,
  written,
}: {
  quiet: QuietStanding;
  visit: Standing['visit'];
  written: Written;
}) {
  const words = STANDING_WORDS[written.language].quiet;
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
        <QuietPicture done={done} won={WON.has(state)} language={written.language} />
        <div>
          <p>{said}</p>
          <p class="quiet">
            {words.from(written.on(startsAt))}, {words.until(written.on(endsAt))}
          </p>
        </div>
      </div>
      {state === 'running' && (
        <p>
          {visit?.dueAt === undefined ? words.ends : words.endsToo} {words.never}
        </p>
      )}
    </>
  );
}

/** When the next visit is due. */
export function Visit({ visit, written }: { visit: NonNullable<Standing['visit']>; written: Written }) {
  const words = STANDING_WORDS[written.language].visit;
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
