import { describe, expect, test } from '@jest/globals';
import { termsOf } from '../../src/domain/definition.js';
import { type Due, isOpen, nextDue, phase, PHASES } from '../../src/domain/phase.js';
import { project } from '../../src/domain/projection.js';
import { evolve, invited, type State } from '../../src/domain/state.js';
import type { Fact } from '../../src/domain/facts.js';
import { definition } from './programme.js';
import { called, DAY, exempt, heard, retracted, stopped } from './said.js';

const terms = () => termsOf(definition(), 1);
const INVITED = 0;
const INVITATION_ENDS = 60 * DAY;
const REGISTERED = 10 * DAY;
const QUIET_ENDS = 280 * DAY;
const SETTLED = QUIET_ENDS + 3 * DAY;
const CALL = 100 * DAY;

const registration: Fact = {
  type: 'registered',
  time: REGISTERED,
  acceptedAt: REGISTERED,
  quietEndsAt: QUIET_ENDS,
};
const call = heard(called('c', CALL));
const drop: Fact = { type: 'dropped', time: 150 * DAY, acceptedAt: 151 * DAY, lastVisitAt: 120 * DAY };

/** The state of whom these facts were heard of, all recorded at one instant. */
function after(recordedAt: number, ...facts: readonly Fact[]): State {
  return evolve(invited({ invitedAt: INVITED, endsAt: INVITATION_ENDS }), { recordedAt, facts });
}

interface Row {
  readonly row: string;
  readonly state: () => State;
  readonly now: number;
  readonly phase: string;
  readonly due?: Due;
  readonly endedBecause?: string;
}

const rows: readonly Row[] = [
  {
    row: 'a stop was heard, whatever else',
    state: () => after(CALL, registration, call, drop, heard(stopped('left', CALL))),
    now: CALL,
    phase: 'ended',
    endedBecause: 'left',
  },
  {
    row: 'a stop before registering',
    state: () => after(1, heard(stopped('erased', 1))),
    now: 2,
    phase: 'ended',
    endedBecause: 'erased',
  },
  {
    row: 'the clock ended it',
    state: () =>
      after(SETTLED, registration, call, { type: 'ended', time: SETTLED, reason: 'hotline-called' }),
    now: SETTLED,
    phase: 'ended',
    endedBecause: 'hotline-called',
  },
  {
    row: 'not registered',
    state: () => after(1),
    now: 1,
    phase: 'invited',
    due: { what: 'invitation', at: INVITATION_ENDS + 3 * DAY },
  },
  {
    row: 'not registered, a call heard',
    state: () => after(CALL, call),
    now: CALL,
    phase: 'invited',
    due: { what: 'invitation', at: INVITATION_ENDS + 3 * DAY },
  },
  {
    row: 'a breach was recorded',
    state: () => after(151 * DAY, registration, drop),
    now: 151 * DAY,
    phase: 'dropped',
    due: { what: 'appeal', at: 181 * DAY },
  },
  {
    row: 'a breach was recorded and a call counts',
    state: () => after(151 * DAY, registration, call, drop),
    now: 151 * DAY,
    phase: 'dropped',
    due: { what: 'appeal', at: 181 * DAY },
  },
  {
    row: 'a breach was recorded and undone',
    state: () =>
      after(151 * DAY, registration, drop, { type: 'visited', time: 130 * DAY, acceptedAt: 152 * DAY }),
    now: 152 * DAY,
    phase: 'quiet',
    due: { what: 'quiet period', at: QUIET_ENDS },
  },
  {
    row: 'a counted call, recorded long before the end',
    state: () => after(CALL, registration, call),
    now: CALL,
    phase: 'forfeited',
    due: { what: 'forfeiture', at: SETTLED },
  },
  {
    row: 'a counted call, recorded shortly before the end',
    state: () => after(QUIET_ENDS, registration, call),
    now: QUIET_ENDS,
    phase: 'forfeited',
    due: { what: 'forfeiture', at: QUIET_ENDS + 30 * DAY },
  },
  {
    row: 'an exempt call',
    state: () => after(CALL, registration, heard(exempt('c', CALL))),
    now: CALL,
    phase: 'quiet',
    due: { what: 'quiet period', at: QUIET_ENDS },
  },
  {
    row: 'a retracted call',
    state: () => after(CALL, registration, call, heard(retracted('c', CALL))),
    now: CALL,
    phase: 'quiet',
    due: { what: 'quiet period', at: QUIET_ENDS },
  },
  {
    row: 'registered, in the last moment of the quiet period',
    state: () => after(REGISTERED, registration),
    now: QUIET_ENDS - 1,
    phase: 'quiet',
    due: { what: 'quiet period', at: QUIET_ENDS },
  },
  {
    row: 'at the end of the quiet period',
    state: () => after(REGISTERED, registration),
    now: QUIET_ENDS,
    phase: 'settling',
    due: { what: 'settlement', at: SETTLED },
  },
  {
    row: 'after settlement, before its step is recorded: due now',
    state: () => after(REGISTERED, registration),
    now: SETTLED + 5,
    phase: 'settling',
    due: { what: 'settlement', at: SETTLED },
  },
  {
    row: 'the quiet reward was granted',
    state: () => after(SETTLED, registration, { type: 'completed', time: SETTLED }),
    now: SETTLED,
    phase: 'completed',
  },
];

describe('the phase table', () => {
  test.each(rows)('$row: $phase', (row) => {
    const state = row.state();
    expect(phase(state, terms(), row.now)).toBe(row.phase);
    expect(nextDue(state, terms(), row.now)).toEqual(row.due);
    const shown = project(state, terms(), row.now);
    expect(shown.phase).toBe(row.phase);
    expect(shown.nextDue).toEqual(row.due);
    expect(shown.endedBecause).toBe(row.endedBecause);
  });

  test('goes on in every phase but the two that end it', () => {
    expect(PHASES.filter((each) => !isOpen(each))).toEqual(['completed', 'ended']);
    expect(PHASES.filter(isOpen)).toEqual(['invited', 'quiet', 'forfeited', 'dropped', 'settling']);
  });

  test('what is shown names registration, quiet period and milestones, and nothing that is not known', () => {
    expect(project(after(CALL, registration, call), terms(), CALL)).toStrictEqual({
      phase: 'forfeited',
      registeredAt: REGISTERED,
      quietStartsAt: REGISTERED,
      quietEndsAt: QUIET_ENDS,
      settlementEndsAt: SETTLED,
      reached: { registered: REGISTERED },
      nextDue: { what: 'forfeiture', at: SETTLED },
    });
    expect(project(after(1), terms(), 1)).toStrictEqual({
      phase: 'invited',
      reached: {},
      nextDue: { what: 'invitation', at: INVITATION_ENDS + 3 * DAY },
    });
  });
});
