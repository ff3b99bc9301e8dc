import type { CommandType } from '../domain/commands.js';
import type { Instant } from '../domain/terms.js';
import type { EventType } from '../events/event-types.js';
import type { Invitation } from './invitation.js';

const INVITED: CommandType = 'participation.invited';

/** The event type that reports this milestone alone; undefined for one that a programme adds. */
export function ownType(code: string): EventType | undefined {
  return OWN_TYPES.get(code);
}

const OWN_TYPES: ReadonlyMap<string, EventType> = new Map([
  ['registered', 'selfservice.registered'],
  ['video-watched', 'selfservice.video-watched'],
  ['app-installed', 'selfservice.app-installed'],
]);

/** An event of our own source on its way into the inbox; `n` is its place. */
export interface InvitedEvent {
  readonly n: number;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: object;
}

/** The invitation as the first event of a participation, and behind it what the operator already knew (R3). */
export function invitedEvents(
  participation: string,
  reached: Invitation['reached'],
  invitedAt: Instant,
  by: string,
): readonly InvitedEvent[] {
  const time = new Date(invitedAt).toISOString();
  return [
    { n: 0, id: participation, type: INVITED, time, data: { by } },
    ...reached.map((entry, i) => ({ n: i + 1, ...known(participation, entry) })),
  ];
}

function known(participation: string, { code, time, privacyPolicy }: Invitation['reached'][number]) {
  const id = `${participation}/reached/${code}`;
  const type = ownType(code);
  if (type === undefined) return { id, type: 'milestone.reached', time, data: { code } };
  return { id, type, time, data: type === 'selfservice.registered' ? { privacyPolicy } : {} };
}
