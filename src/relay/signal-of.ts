import { quietPeriodEnd } from '../domain/calendar.js';
import type { Definition } from '../domain/definition.js';
import { isExempt } from '../domain/exemption.js';
import type { SignalName, Signalled, Signals } from '../../workflows/contract/participation.js';
import type { CallHash } from './call-hash.js';
import type { Delivery } from './deliveries.js';

/** A signal with what it carries. */
export type Signal = {
  [Name in SignalName]: { readonly name: Name; readonly content: Signals[Name] };
}[SignalName];

/** An event type that no signal stands for; it can only be parked. */
export class UnknownEventTypeError extends Error {
  override readonly name = 'UnknownEventTypeError';
  constructor(type: string) {
    super(`no signal stands for the event type ${type}: deploy the relay that belongs to this API`);
  }
}

/** The signal that brings this delivery: instants, codes and keyed hashes, nothing personal. Throws UnknownEventTypeError. */
export function signalOf(delivery: Delivery, definition: Definition, hash: CallHash): Signal {
  const { data } = delivery;
  const heard: Signalled = {
    delivery: delivery.id,
    time: delivery.time.toISOString(),
    acceptedAt: delivery.acceptedAt.toISOString(),
  };
  switch (delivery.type) {
    case 'selfservice.registered':
      return { name: 'registered', content: { ...heard, quietEndsAt: quietEndsAt(delivery, definition) } };
    case 'selfservice.video-watched':
      return { name: 'videoWatched', content: heard };
    case 'selfservice.app-installed':
      return { name: 'appInstalled', content: heard };
    case 'selfservice.visited':
      return { name: 'visited', content: heard };
    case 'milestone.reached':
      return { name: 'milestoneReached', content: { ...heard, code: String(data['code']) } };
    case 'hotline.called':
      return {
        name: 'hotlineCalled',
        content: { ...heard, call: hash(String(data['callId'])), exempt: isExempt(definition, data) },
      };
    case 'hotline.call-retracted':
      return { name: 'hotlineCallRetracted', content: { ...heard, call: hash(String(data['callId'])) } };
    case 'consent.withdrawn':
      return { name: 'consentWithdrawn', content: heard };
    case 'contract.ended':
      return { name: 'contractEnded', content: heard };
    case 'participation.left':
      return { name: 'left', content: heard };
    case 'participation.reinstated':
      return { name: 'reinstated', content: heard };
    case 'participation.erased':
      return { name: 'erased', content: heard };
    case 'participation.went-inactive':
      return { name: 'wentInactive', content: { ...heard, lastVisitAt: String(data['lastVisitAt']) } };
    default:
      throw new UnknownEventTypeError(delivery.type satisfies 'participation.invited');
  }
}

/** The quiet period's end if this registration counts; it starts no earlier than the invitation (R4). */
function quietEndsAt({ time, invitedAt }: Delivery, { quietPeriod, timeZone }: Definition): string {
  const start = Math.max(time.getTime(), invitedAt.getTime());
  return new Date(quietPeriodEnd(start, quietPeriod.lasts, timeZone)).toISOString();
}
