import { type Journey } from './journey.js';
import { quietEndOf } from './programme.js';
import { at, DAY, EXPIRES, HOUR, INVITATION_ENDS, INVITED, type Said } from './said.js';
import { type Event, type Life, sweepsOf } from './lives.js';

const SETTLES = 3 * DAY;

function isA<Type extends Said['type']>(type: Type) {
  return (event: Event): event is Event & { said: Extract<Said, { type: Type }> } => event.said.type === type;
}

/** The milestones that were earned and heard before the end, told from what was said and not from the state. */
export function earned(life: Life, story: Journey): readonly string[] {
  const { registration, drop } = story.state;
  if (!registration) return [];
  const ended = story.facts.find(
    ({ type }) => type === 'stopped' || type === 'ended' || type === 'completed',
  );
  const end = ended?.type === 'stopped' ? ended.acceptedAt : (ended?.time ?? Infinity);
  const limit = Math.min(quietEndOf(registration.time), drop?.breachAt ?? Infinity);
  const codes = life.events
    .filter(isA('reached'))
    .filter(({ said, accepted }) => accepted < end && at(INVITED) <= said.time && said.time < limit)
    .map(({ said }) => said.code);
  return ['registered', ...codes].filter((code) => story.terms.milestones.some((each) => each.code === code));
}

/** The calls that count by R5, R8 and R10, told from the facts one by one. */
export function countingCalls({ facts }: Journey): readonly string[] {
  const times = facts.filter((fact) => fact.type === 'registered').map(({ time }) => time);
  const end = quietEndOf(Math.min(...times));
  const excused = facts.filter((fact) => fact.type === 'reinstated').map(({ time }) => time);
  const from = Math.max(at(INVITED), Math.min(...times), ...excused);
  const reports = facts.filter((fact) => fact.type === 'called');
  const retracted = facts.filter((fact) => fact.type === 'retracted').map(({ call }) => call);
  return ['a', 'b', 'c'].filter((call) => {
    const of = reports.filter((report) => report.call === call);
    const time = Math.min(...of.map((report) => report.time));
    const acceptedAt = Math.min(...of.map((report) => report.acceptedAt));
    const counts = from <= time && time < end && acceptedAt < end + SETTLES;
    return counts && !of.some(({ exempt }) => exempt) && !retracted.includes(call);
  });
}

/** The part of a life that comes before then, without some events. */
export function until(when: number, life: Life, without: readonly Event[]): Life {
  const events = life.events.filter((event) => event.accepted < when && !without.includes(event));
  return { ...life, events, sweepsUntil: when };
}

/** The part of a life of which R12 speaks: no reinstating, one stop, and everything heard before settlement's end. */
export function comparable(life: Life): Life {
  const ends = registrations(life).map(({ said }) => quietEndOf(said.time));
  const closing = ends.length > 0 ? Math.min(...ends) + SETTLES : at(EXPIRES);
  const stop = life.events.find(isA('stopped'));
  const events = life.events
    .filter((event) => event.said.type !== 'reinstated' && (event.said.type !== 'stopped' || event === stop))
    .filter(({ accepted }) => accepted < closing);
  return { ...life, events, sweepsUntil: closing };
}

/**
 * A milestone between two possible ends of the quiet period is paid if it is heard before the earlier registration,
 * and nothing is ever taken back: there R12 gives way to R3.
 */
export function learnsOfAnEarlierEnd(life: Life): boolean {
  const ends = registrations(life).map(({ said }) => quietEndOf(said.time));
  return life.events
    .filter(isA('reached'))
    .some(({ said }) => Math.min(...ends) <= said.time && said.time < Math.max(...ends));
}

function registrations(life: Life) {
  return life.events.filter(isA('registered')).filter(({ said }) => said.time < at(INVITATION_ENDS));
}

/** The same life with other deliveries: a stop comes at its fixed point, under a visit rule none is carried beyond the next sweep. */
export function delivered(life: Life, hours: readonly number[]): Life {
  const sweeps = life.visitRule ? sweepsOf(life) : [];
  const events = life.events.map((event, i) => {
    if (event.said.type === 'stopped') return { ...event, delivered: event.accepted };
    const sweep = sweeps.find((when) => when > event.accepted);
    return {
      ...event,
      delivered: Math.min(event.accepted + (hours[i] ?? 0) * HOUR, (sweep ?? Infinity) - 1),
    };
  });
  return { ...life, events };
}
