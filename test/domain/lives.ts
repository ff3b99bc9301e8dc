import fc from 'fast-check';
import { type Journey } from './journey.js';
import { definition, quietEndOf, withoutVisitRule } from './programme.js';
import {
  at,
  called,
  DAY,
  exempt,
  HOUR,
  INVITED,
  reached,
  registered,
  reinstated,
  retracted,
  type Said,
  stopped,
  visited,
} from './said.js';
import { journey } from './stories.js';

/** One event: what is said, when the inbox takes it and when the relay brings it. */
export interface Event {
  readonly said: Said;
  readonly accepted: number;
  readonly delivered: number;
}

/** Everything that happens to one participation; the sweep comes at fixed instants. */
export interface Life {
  readonly visitRule: boolean;
  readonly events: readonly Event[];
  /** The hour of the day at which the sweep comes, and the instant until which it does. */
  readonly sweepHour: number;
  readonly sweepsUntil: number;
}

const START = at(INVITED);
const END = START + 360 * DAY;
const hours = (from: number, to: number) =>
  fc.integer({ min: from * 24, max: to * 24 }).map((h) => START + h * HOUR);

/** Any time of the story, most often near the quiet period's end, where reports become late. */
const anyTime = fc.oneof(hours(-2, 300), hours(265, 300));
const soon = fc.constant(0);
const delay = (days: number) => fc.integer({ min: 0, max: days * 24 }).map((h) => h * HOUR);
const acceptedAfter = fc.oneof({ weight: 4, arbitrary: soon }, { weight: 3, arbitrary: delay(4) }, delay(40));
const seenLate = fc.oneof({ weight: 3, arbitrary: soon }, delay(40));
const deliveredAfter = fc.oneof(
  { weight: 5, arbitrary: soon },
  { weight: 2, arbitrary: delay(3) },
  delay(30),
);

const call = fc.constantFrom('a', 'b', 'c');
const registration = hours(-2, 61).map(registered);
const milestone = fc
  .tuple(fc.constantFrom('video-watched', 'app-installed', 'moon-landing'), anyTime)
  .map(([code, time]) => reached(code, time));
const hotline = fc
  .tuple(call, anyTime, fc.integer({ min: 0, max: 4 }))
  .map(([id, time, one]) => (one === 0 ? exempt(id, time) : called(id, time)));
const retraction = fc.tuple(call, anyTime).map(([id, time]) => retracted(id, time));
const reinstating = anyTime.map(reinstated);
const stop = fc
  .tuple(fc.constantFrom('left', 'consent-withdrawn', 'contract-ended', 'erased'), anyTime)
  .map(([reason, time]) => stopped(reason, time));

/** Visits with gaps of a day to five weeks: some of them longer than the visit rule allows. */
const visits = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 24, max: 28 * 24 }) },
      fc.integer({ min: 28 * 24, max: 36 * 24 }),
    ),
    {
      minLength: 10,
      maxLength: 24,
    },
  )
  .map((gaps) => {
    let when = START;
    return gaps.map((gap) => visited((when += gap * HOUR)));
  });

/** A call of the quiet period's last days that is reported in settlement. */
const lateReport = fc
  .tuple(call, delay(4), delay(3))
  .map(([id, before, after]) => (registeredAt: number): Event => {
    const end = quietEndOf(registeredAt);
    return { said: called(id, end - before), accepted: end + after, delivered: end + after };
  });

function heardOf(said: fc.Arbitrary<Said>, acceptance = acceptedAfter): fc.Arbitrary<Event> {
  return fc.tuple(said, acceptance, deliveredAfter).map(([what, accept, deliver]) => {
    const accepted = Math.max(what.time, START) + accept;
    const commanded = what.type === 'reinstated';
    return commanded
      ? { said: what, accepted: what.time, delivered: what.time }
      : { said: what, accepted, delivered: accepted + deliver };
  });
}

function some(said: fc.Arbitrary<Said>, atMost: number, atLeast = 0): fc.Arbitrary<readonly Event[]> {
  return fc.array(heardOf(said), { minLength: atLeast, maxLength: atMost });
}

/** The sweep's instants: daily, a millisecond after a full hour, so that no event coincides with it. */
export function sweepsOf({ sweepHour, sweepsUntil }: Life): readonly number[] {
  const first = START + sweepHour * HOUR + 1;
  return Array.from({ length: 360 }, (_, day) => first + day * DAY).filter((when) => when < sweepsUntil);
}

/** Lives in which everything occurs that a participation can hear. */
export const lives: fc.Arbitrary<Life> = fc
  .record({
    visitRule: fc.boolean(),
    registrations: fc.oneof({ weight: 9, arbitrary: some(registration, 2, 1) }, some(registration, 0)),
    milestones: some(milestone, 5),
    calls: fc.oneof(some(hotline, 0), some(hotline, 4)),
    lateReports: fc.array(lateReport, { maxLength: 1 }),
    retractions: some(retraction, 3),
    visits: visits.chain((all) => fc.tuple(...all.map((each) => heardOf(fc.constant(each), seenLate)))),
    reinstatings: some(reinstating, 2),
    stops: fc.oneof({ weight: 3, arbitrary: some(stop, 0) }, some(stop, 2, 1)),
    sweepHour: fc.integer({ min: 0, max: 23 }),
  })
  .map(({ visitRule, sweepHour, registrations, ...rest }) => ({
    visitRule,
    sweepHour,
    sweepsUntil: END,
    events: [
      rest.lateReports.map((report) => report(registrations[0]?.said.time ?? START)),
      registrations,
      rest.milestones,
      rest.calls,
      rest.retractions,
      rest.visits,
      rest.reinstatings,
      rest.stops,
    ].flat(),
  }));

/** Somebody was invited; nothing else has happened yet. */
export function begin({ visitRule }: Life): Journey {
  return journey(visitRule ? definition() : withoutVisitRule()).invitedAt(INVITED);
}

/** Tells a life from there on; `look` sees every instant at which something happened. */
export function tell(story: Journey, life: Life, look: (story: Journey) => void = () => {}): Journey {
  const happenings = [
    ...life.events.map((event) => ({ when: event.accepted, happen: () => story.hears(event.said, event) })),
    ...sweepsOf(life).map((when) => ({ when, happen: () => story.sweeps(when) })),
  ].sort((one, other) => one.when - other.when);
  for (const { happen } of happenings) {
    happen();
    look(story);
  }
  return story;
}

/** Tells a life as a journey to its end. */
export function live(life: Life, look?: (story: Journey) => void): Journey {
  return tell(begin(life), life, look).waitsUntil(END + 400 * DAY);
}
