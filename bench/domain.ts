import { decide } from '../src/domain/decide.js';
import type { Message } from '../src/domain/message.js';
import type { HeardFact } from '../src/domain/facts.js';
import { evolve, invited, type State } from '../src/domain/state.js';
import type { Instant, Terms } from '../src/domain/terms.js';

const DAY = 86_400_000;
const INVITED = Date.UTC(2026, 0, 1);
const QUIET_ENDS = INVITED + 280 * DAY;
const SETTLED = QUIET_ENDS + 3 * DAY;
const ROUNDS = 9;
const JOURNEYS_A_ROUND = 20_000;

const TERMS: Terms = {
  programme: { code: 'online-statt-hotline', version: 1 },
  timeZone: 'Europe/Berlin',
  milestones: ['registered', 'video-watched', 'app-installed'].map((code) => ({
    code,
    reward: { megabytes: 600 },
  })),
  quietReward: { megabytes: 1_800 },
  settlesAfter: 3 * DAY,
  appealWithin: 30 * DAY,
  visits: { atLeastEvery: 30 * DAY, warnAfter: 21 * DAY },
};

/** What one customer's participation hears, and when its clock alone brings something about. */
interface Life {
  readonly heard: readonly Message[];
  readonly due: readonly Instant[];
}

type Said = HeardFact extends infer Fact
  ? Fact extends unknown
    ? Omit<Fact, 'delivery' | 'acceptedAt'>
    : never
  : never;

function life(due: readonly Instant[], ...said: readonly Said[]): Life {
  const heard = said.map((each, i) => ({ ...each, delivery: String(i), acceptedAt: each.time + 1_000 }));
  return { heard, due };
}

const day = (n: number) => INVITED + n * DAY;
const registered = { type: 'registered', time: day(9), quietEndsAt: QUIET_ENDS } as const;
const video = { type: 'reached', code: 'video-watched', time: day(10) } as const;
const app = { type: 'reached', code: 'app-installed', time: day(12) } as const;
const called = (call: string, n: number) => ({ type: 'called', call, exempt: false, time: day(n) }) as const;

/** The quiet one, the caller, the one whose call was misfiled, one whose events come twice, and one who leaves. */
const LIVES: readonly Life[] = [
  life([QUIET_ENDS, SETTLED], video, registered, app),
  life([SETTLED], registered, video, app, called('a', 40), called('b', 90)),
  life(
    [QUIET_ENDS, SETTLED],
    registered,
    video,
    called('a', 40),
    { type: 'retracted', call: 'a', time: day(45) },
    app,
  ),
  life([QUIET_ENDS, SETTLED], registered, registered, video, video, app, {
    ...called('f', 50),
    exempt: true,
  }),
  life([], registered, video, { type: 'stopped', reason: 'left', time: day(100) }),
];

/** How many events the rules handle a second on one core, deciding and evolving: a figure for each round. */
export function domainPerSecond(): readonly number[] {
  return Array.from({ length: ROUNDS + 1 }, round).slice(1); // the first one warms the compiler up
}

function round(): number {
  let events = 0;
  const begin = process.hrtime.bigint();
  for (let i = 0; i < JOURNEYS_A_ROUND; i += 1) {
    const each = LIVES[i % LIVES.length];
    if (each) events += live(each);
  }
  return events / (Number(process.hrtime.bigint() - begin) / 1e9);
}

/** One participation from its invitation to its end; answers how many events it heard. */
function live({ heard, due }: Life): number {
  let state: State = invited({ invitedAt: INVITED, endsAt: day(60) });
  for (const message of heard) state = evolve(state, decide(state, [message], TERMS, message.acceptedAt));
  for (const instant of due) state = evolve(state, decide(state, [], TERMS, instant));
  if (!state.closed)
    throw new Error('a participation of the bench did not end: its lives no longer fit the rules');
  return heard.length;
}
