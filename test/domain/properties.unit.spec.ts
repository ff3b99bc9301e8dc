import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evolve, invited } from '../../src/domain/state.js';
import { QUIET_PERIOD } from '../../src/domain/terms.js';
import { type Journey } from './journey.js';
import { at, DAY, INVITATION_ENDS, INVITED, iso } from './said.js';
import { begin, live, lives, tell } from './lives.js';
import { comparable, countingCalls, delivered, earned, learnsOfAnEarlierEnd, until } from './oracle.js';

const RUNS = { numRuns: 400 };

/** How often something occurred in the generated lives, so that a property cannot hold for want of cases. */
class Evidence {
  private readonly counts = new Map<string, number>();

  of(story: Journey): void {
    for (const what of occurrences(story)) this.count(what, true);
  }

  count(what: string, occurred: boolean): void {
    if (occurred) this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** Each of these at least once; the rarest, an undone gap, comes more than ten times on average. */
  expectEach(...names: readonly string[]): void {
    const missing = names.filter((name) => !this.counts.has(name));
    expect({ missing, counts: [...this.counts] }).toMatchObject({ missing: [] });
  }
}

/** What happened in this life that a property could hold for want of. */
function occurrences(story: Journey): string[] {
  const types = story.facts.map(({ type }) => type);
  const calls = Object.keys(story.state.calls);
  const ends = story.state.registration?.quietEndsAt ?? Infinity;
  const occurred: Readonly<Record<string, boolean>> = {
    [`ended: ${story.state.closed}`]: true,
    'retraction of a call': story.state.retracted.some((call) => calls.includes(call)),
    gap: types.includes('dropped'),
    'gap undone': types.includes('dropped') && story.state.drop === undefined,
    stop: types.includes('stopped'),
    reinstating: types.includes('reinstated'),
    'late report': story.facts.some((fact) => fact.type === 'called' && fact.acceptedAt >= ends),
  };
  return Object.keys(occurred).filter((what) => occurred[what]);
}

/** The share of the lives, in percent, in which each of these occurred. */
function shares(generated: typeof lives): Readonly<Record<string, number>> {
  const lines: string[] = [];
  fc.statistics(generated, (life) => occurrences(live(life)), {
    numRuns: 1_000,
    logger: (line) => lines.push(line),
  });
  const read = lines.map((line) => /^(.+?)\.*([\d.]+)%$/.exec(line));
  return Object.fromEntries(
    read.flatMap((found) => (found ? [[String(found[1]), Number(found[2])] as const] : [])),
  );
}

test.each([
  ['any life whatever', lives],
  ['any order', lives.map(comparable)],
])('the lives behind "%s": retractions, gaps, stops and late reports really occur', (_, generated) => {
  const found = shares(generated);
  for (const what of ['retraction of a call', 'gap', 'stop', 'late report'])
    expect(found[what]).toBeGreaterThan(2);
  expect(found['gap undone']).toBeGreaterThan(0);
});

describe('any life whatever', () => {
  test('is paid no more than its terms promise, each reward once', () => {
    const evidence = new Evidence();
    fc.assert(
      fc.property(lives, (life) => {
        const story = live(life);
        evidence.of(story);
        const promised = [
          ...story.terms.milestones.map(({ code, reward }) => `${code} ${reward.megabytes}`),
          `${QUIET_PERIOD} ${story.terms.quietReward.megabytes}`,
        ];
        expect(promised).toEqual(expect.arrayContaining([...story.paid]));
        expect(new Set(story.paid).size).toBe(story.paid.length);
      }),
      RUNS,
    );
    evidence.expectEach('retraction of a call', 'gap', 'gap undone', 'stop', 'reinstating', 'late report');
    evidence.expectEach(
      'ended: completed',
      'ended: hotline-called',
      'ended: inactive',
      'ended: invitation-expired',
    );
  });

  test('is paid all that was earned before its end', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const story = live(life);
        const paid = new Set(story.grants.map(({ code }) => code));
        expect(earned(life, story).filter((code) => !paid.has(code))).toEqual([]);
        if (story.phase === 'completed') expect(paid).toContain(QUIET_PERIOD);
      }),
      RUNS,
    );
  });

  test('is completed without a call that counts, and forfeited for good only with one', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const story = live(life);
        if (story.phase === 'completed') expect(countingCalls(story)).toEqual([]);
        if (story.state.closed === 'hotline-called') expect(countingCalls(story)).not.toEqual([]);
        if (story.state.closed === 'hotline-called' || story.state.closed === 'inactive') {
          expect(story.paid.join()).not.toContain(QUIET_PERIOD);
        }
      }),
      RUNS,
    );
  });

  test('names while open what it waits for and until when, and comes to an end', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const lost: string[] = [];
        const story = live(life, (open) => {
          if (!waitsForSomething(open)) lost.push(`${open.phase} at ${iso(open.now)}`);
        });
        expect(lost).toEqual([]);
        expect(story.state.closed).toBeDefined();
        expect(story.fates).not.toContain('pending');
      }),
      RUNS,
    );
  });

  test('folds from what was stored alone, also after a way through JSON', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const story = live(life);
        const stored = JSON.parse(JSON.stringify(story.steps)) as typeof story.steps;
        const start = invited({ invitedAt: at(INVITED), endsAt: at(INVITATION_ENDS) });
        expect(stored.reduce(evolve, start)).toEqual(story.state);
        expect(JSON.parse(JSON.stringify(story.state))).toEqual(story.state);
      }),
      RUNS,
    );
  });

  test('returns the stored step when it is run again after further signals, and decides nothing twice', () => {
    const evidence = new Evidence();
    const crash = fc.tuple(lives, fc.nat(), fc.nat());
    fc.assert(
      fc.property(crash, ([life, one, other]) => {
        const told = life.events.filter(({ said }) => said.type !== 'visited');
        const [first, then] = [one, other].map((n) => told[n % told.length]);
        fc.pre(first !== undefined && then !== undefined);
        const when = Math.max(first.accepted, then.accepted);
        const story = tell(begin(life), until(when, life, [first, then]));
        const stored = [...story.steps];
        story.hearsAfterCommit(first.said, then.said, when);
        evidence.count('stored', story.steps.length > stored.length);
        evidence.count('followed', story.steps.length > stored.length + 1);
        story.waitsUntil(when + 800 * DAY);
        expect(story.steps.slice(0, stored.length)).toEqual(stored);
        expect(new Set(story.paid).size).toBe(story.paid.length);
        const start = invited({ invitedAt: at(INVITED), endsAt: at(INVITATION_ENDS) });
        expect(story.steps.reduce(evolve, start)).toEqual(story.state);
      }),
      RUNS,
    );
    evidence.expectEach('stored', 'followed');
  });
});

describe('R12: any order and batching of the same milestones, calls and retractions', () => {
  test('gives the same grants, last phase and reason, with stops and sweeps at fixed points', () => {
    const evidence = new Evidence();
    const twice = lives.map(comparable).chain((life) => {
      const delays = fc.array(fc.integer({ min: 0, max: 40 * 24 }), {
        minLength: life.events.length,
        maxLength: life.events.length,
      });
      return fc.tuple(fc.constant(life), delays, delays);
    });
    fc.assert(
      fc.property(twice, ([life, one, other]) => {
        fc.pre(!learnsOfAnEarlierEnd(life));
        const story = live(delivered(life, one));
        evidence.of(story);
        evidence.count('several orders', story.fates.length > 3);
        expect(result(live(delivered(life, other)))).toEqual(result(story));
      }),
      { numRuns: 600 },
    );
    evidence.expectEach('retraction of a call', 'gap', 'gap undone', 'stop', 'late report', 'several orders');
  });
});

/** Open with a name and an instant ahead, unless undelivered events hold it; ended without. */
function waitsForSomething({ state, due, now, isWaitingForUndelivered }: Journey): boolean {
  if (state.closed || !due) return state.closed !== undefined && due === undefined;
  const named = ['invitation', 'quiet period', 'settlement', 'forfeiture', 'appeal'].includes(due.what);
  return named && Number.isFinite(due.at) && (due.at > now || isWaitingForUndelivered);
}

function result(story: Journey) {
  return { paid: [...story.paid].sort(), phase: story.phase, reason: story.shown.endedBecause };
}
