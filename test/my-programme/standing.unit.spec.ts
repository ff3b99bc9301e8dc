import { describe, expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { parseDefinition, termsOf } from '../../src/domain/definition.js';
import { visitBy } from '../../activities/messages/true-until.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Phase } from '../../src/domain/phase.js';
import type { Participant } from '../../src/my-programme/entrance/participant.js';
import { type GrantRow, standing } from '../../src/my-programme/standing/standing.js';
import { startOf, stateAfter } from '../../src/my-programme/standing/state-of.js';
import type { StepRow } from '../../src/participations/journal.js';
import { nextDue } from '../../src/participations/next-due.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1);
const parsed = parseDefinition(definition);
if (!parsed.ok) throw new Error('no programme');
const terms = termsOf(parsed.definition, 1);
const ENDS = START + 273 * DAY;
const heard = { delivery: '1', acceptedAt: START };
const registered: Fact = { type: 'registered', ...heard, time: START, quietEndsAt: ENDS };

function on(day: number): Date {
  return new Date(START + day * DAY);
}

function participant(phase: Phase, today: number, more: Partial<Participant> = {}): Participant {
  return {
    id: 'p',
    code: definition.code,
    version: 1,
    language: 'de',
    phase,
    endedBecause: null,
    invitedAt: on(-10),
    invitationEndsAt: on(50),
    registeredAt: on(0),
    quietStartsAt: on(0),
    quietEndsAt: new Date(ENDS),
    settlementEndsAt: new Date(ENDS + 3 * DAY),
    lastVisitAt: on(today),
    warnedFor: null,
    warnedAt: null,
    nextDueAt: new Date(ENDS),
    reached: { registered: on(0).toISOString() },
    steps: 1,
    now: on(today),
    ...more,
  };
}

const FIRST_STEP = [{ n: 1, recorded_at: on(0), facts: [registered] }];

function lifeOf(who: Participant, grants: readonly GrantRow[], steps: readonly StepRow[]) {
  return { state: stateAfter(startOf(who), steps), steps, grants };
}

function at(who: Participant, grants: readonly GrantRow[], ...facts: Fact[]) {
  return standing(
    who,
    terms,
    lifeOf(who, grants, [{ n: 1, recorded_at: on(0), facts: [registered, ...facts] }]),
  );
}

const FIRST: GrantRow = { code: 'registered', megabytes: 600, state: 'credited', validUntil: null };

function call(day: number): readonly Fact[] {
  return [{ type: 'called', ...heard, time: START + day * DAY, call: 'c', exempt: false }];
}

function drop(day: number): readonly Fact[] {
  return [{ type: 'dropped', ...heard, time: START + day * DAY, lastVisitAt: START }];
}

function stop(day: number): readonly Fact[] {
  const time = START + day * DAY;
  return [{ type: 'stopped', delivery: '2', time, acceptedAt: time, reason: 'left' }];
}

describe('a customer sees', () => {
  it('what is earned, what is being credited and what can still be earned', () => {
    const grants: GrantRow[] = [FIRST, { ...FIRST, code: 'video-watched', state: 'pending' }];
    expect(at(participant('quiet', 10), grants)).toMatchObject({
      credited: 600,
      pending: 600,
      open: 600 + 1_800,
      tasks: [{ state: 'credited' }, { state: 'pending' }, { code: 'app-installed', state: 'open' }],
    });
  });

  it('until when credited megabytes can be used, where there is an end and only once they are there', () => {
    const validUntil = on(365);
    const limited = { ...FIRST, validUntil };
    const usable = { until: validUntil.getTime(), over: false };
    const [first, second] = at(participant('quiet', 10), [limited]).tasks;
    expect([first?.usable, second?.usable]).toEqual([usable, undefined]);
    expect(at(participant('quiet', 365), [limited]).tasks[0]?.usable).toEqual({ ...usable, over: true });
    expect(at(participant('quiet', 10), [FIRST]).tasks[0]?.usable).toBeUndefined();
    const pending = { ...limited, state: 'pending' as const };
    expect(at(participant('quiet', 10), [pending]).tasks[0]?.usable).toBeUndefined();
    const paid = { ...limited, code: 'quiet-period' };
    expect(at(participant('completed', 277), [paid]).quiet?.usable).toEqual(usable);
  });

  it('how far the quiet period is', () => {
    const { quiet } = at(participant('quiet', 91), [FIRST]);
    expect(quiet).toMatchObject({ state: 'running', done: 91 / 273, endsAt: ENDS });
  });

  it('until when the next visit is due, later where the warning came late, and never in the past', () => {
    expect(at(participant('quiet', 10), []).visit?.dueAt).toBe(on(40).getTime());
    const late = { lastVisitAt: on(10), warnedFor: on(10), warnedAt: on(35) };
    expect(at(participant('quiet', 36, late), []).visit?.dueAt).toBe(on(44).getTime());
  });

  it.each([
    ['thirty days after it', null, null, 40],
    ['no later for a warning in time', 10, 31, 40],
    ['nine days after a late warning', 10, 35, 44],
    ['whatever an earlier gap was warned of', 5, 35, 40],
  ] as const)(
    'the same day for the next visit here, in a message and over the API: %s',
    (_what, gap, at, due) => {
      const warnedFor = gap === null ? null : on(gap);
      const warnedAt = at === null ? null : on(at);
      const who = participant('quiet', 10, { warnedFor, warnedAt });
      const row = {
        phase: 'quiet',
        quiet_starts_at: who.quietStartsAt,
        quiet_ends_at: who.quietEndsAt,
        last_visit_at: who.lastVisitAt,
        warned_for: warnedFor,
        warned_at: warnedAt,
        next_due_what: 'quiet period',
        next_due_at: who.nextDueAt,
      } as const;
      const programme = { code: who.code, version: 1 };
      const told = [
        standing(who, terms, lifeOf(who, [], FIRST_STEP)).visit?.dueAt,
        visitBy({ ...who, programme }, parsed.definition),
        Date.parse(nextDue(row, terms)?.at ?? ''),
      ];
      expect(told).toEqual([on(due), on(due), on(due)].map(Number));
    },
  );

  it('that no further visit is needed shortly before the end', () => {
    expect(at(participant('quiet', 250), []).visit).toEqual({ lastAt: on(250).getTime() });
  });

  it('after a counted call that the large reward is lost and the other tasks still pay', () => {
    const call: Fact = { type: 'called', ...heard, time: START + 5 * DAY, call: 'c', exempt: false };
    const forfeited = at(participant('forfeited', 10), [FIRST], call);
    expect(forfeited).toMatchObject({
      open: 1_200,
      quiet: { state: 'lost' },
      barred: { why: 'forfeited', at: START + 5 * DAY, until: ENDS },
    });
  });

  it('when dropped, that nothing pays at the moment, since when, and until when an appeal is possible', () => {
    const drop: Fact = { type: 'dropped', ...heard, time: START + 30 * DAY, lastVisitAt: START };
    const who = participant('dropped', 40, { nextDueAt: on(70) });
    expect(at(who, [FIRST], drop)).toMatchObject({
      credited: 600,
      open: 0,
      tasks: [{ state: 'credited' }, { state: 'paused' }, { state: 'paused' }],
      quiet: { state: 'paused' },
      barred: { why: 'dropped', at: START + 30 * DAY, until: on(70).getTime() },
    });
    expect(at(who, [FIRST], drop).visit).toBeUndefined();
    const after = participant('dropped', 273, { nextDueAt: on(290) });
    expect(at(after, [FIRST], drop).tasks[1]).toMatchObject({ state: 'closed' });
  });

  it('in settlement that only the large reward is open, and after it that it is paid', () => {
    expect(at(participant('settling', 274), [FIRST])).toMatchObject({
      open: 1_800,
      quiet: { state: 'settling', done: 1 },
    });
    const paid: GrantRow = { ...FIRST, code: 'quiet-period', megabytes: 1_800 };
    const done = participant('completed', 277, { nextDueAt: null });
    expect(at(done, [FIRST, paid])).toMatchObject({ credited: 2_400, open: 0, quiet: { state: 'paid' } });
  });

  it('whose participation ended, that nothing is open any more', () => {
    const left = at(participant('ended', 20, { endedBecause: 'left' }), [FIRST]);
    expect(left).toMatchObject({ open: 0, quiet: { state: 'over' }, tasks: [{}, { state: 'closed' }, {}] });
    const called = participant('ended', 20, { endedBecause: 'hotline-called' });
    expect(at(called, [FIRST]).quiet?.state).toBe('lost');
  });

  it.each([
    ['counted call', 'forfeited', null, call(5), 5],
    ['breach', 'dropped', null, drop(30), 30],
    ['leaving', 'ended', 'left', stop(20), 20],
    ['call, though left later', 'ended', 'left', [...call(5), ...stop(20)], 5],
    ['call, when the time to appeal is over', 'ended', 'hotline-called', call(5), 5],
    ['breach, when the time to appeal is over', 'ended', 'inactive', drop(30), 30],
  ] as const)('the quiet period stand still at the %s', (_what, phase, endedBecause, facts, day) => {
    for (const today of [100, 300])
      expect(at(participant(phase, today, { endedBecause }), [FIRST], ...facts).quiet?.done).toBe(day / 273);
  });

  it('the quiet period whole where its reward was paid, also by a stop in settlement', () => {
    const paid: GrantRow = { ...FIRST, code: 'quiet-period', megabytes: 1_800 };
    const who = participant('ended', 400, { endedBecause: 'left' });
    expect(at(who, [FIRST, paid], ...stop(274)).quiet).toMatchObject({ state: 'paid', done: 1 });
  });
});
