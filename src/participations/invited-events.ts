import type { Instant } from '../domain/terms.js';
import { type CommandType, type EventType, OWN_SOURCE } from '../events/event-types.js';
import type { InboxEvent } from '../events/inbox.js';
import type { Invitation } from './invitation.js';

const INVITED: CommandType = 'participation.invited';

const MILESTONE_EVENTS: Readonly<Record<string, EventType>> = {
  registered: 'selfservice.registered',
  'video-watched': 'selfservice.video-watched',
  'app-installed': 'selfservice.app-installed',
};

/** The invitation as the first event of a participation, and behind it what the operator already knew (R3). */
export function invitedEvents(
  participationId: string,
  { customerId, reached }: Invitation,
  invitedAt: Instant,
  by: string,
): readonly InboxEvent[] {
  const common = { source: OWN_SOURCE, subject: customerId, participationId };
  const invited = {
    ...common,
    id: participationId,
    type: INVITED,
    time: new Date(invitedAt).toISOString(),
    data: { by },
  };
  return [invited, ...reached.map((entry) => ({ ...common, ...known(participationId, entry) }))];
}

function known(participation: string, { code, time, privacyPolicy }: Invitation['reached'][number]) {
  const id = `${participation}/reached/${code}`;
  const type = Object.hasOwn(MILESTONE_EVENTS, code) ? MILESTONE_EVENTS[code] : undefined;
  if (type === undefined) return { id, type: 'milestone.reached', time, data: { code } };
  return { id, type, time, data: type === 'selfservice.registered' ? { privacyPolicy } : {} };
}
