import type { Definition } from '../domain/definition.js';
import type { StopReason } from '../domain/facts.js';
import type { Message } from '../domain/message.js';
import type { Instant } from '../domain/terms.js';
import { messageOf } from '../domain/told.js';
import type { SignalName, Signalled, Signals } from '../../workflows/contract/participation.js';
import type { CallHash } from '../../prisma/call-hash.js';
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

/** The signal that brings this delivery. Throws UnknownEventTypeError, and RangeError for an event that says no instant where there must be one. */
export function signalOf(delivery: Delivery, definition: Definition, hash: CallHash): Signal {
  const told = {
    ...delivery,
    delivery: delivery.id,
    time: delivery.time.getTime(),
    acceptedAt: delivery.acceptedAt.getTime(),
  };
  const message = messageOf(told, { invitedAt: delivery.invitedAt.getTime(), definition, hash });
  if (!message) throw new UnknownEventTypeError(delivery.type);
  return signalled(message, {
    delivery: delivery.id,
    time: iso(message.time),
    acceptedAt: iso(message.acceptedAt),
  });
}

const STOPS = {
  left: 'left',
  'consent-withdrawn': 'consentWithdrawn',
  'contract-ended': 'contractEnded',
  erased: 'erased',
} as const satisfies Readonly<Record<StopReason, SignalName>>;

function signalled(message: Message, heard: Signalled): Signal {
  switch (message.type) {
    case 'registered':
      return { name: 'registered', content: { ...heard, quietEndsAt: iso(message.quietEndsAt) } };
    case 'reached':
      return reached(message.code, heard);
    case 'called':
      return { name: 'hotlineCalled', content: { ...heard, call: message.call, exempt: message.exempt } };
    case 'retracted':
      return { name: 'hotlineCallRetracted', content: { ...heard, call: message.call } };
    case 'visited':
    case 'reinstated':
      return { name: message.type, content: heard };
    case 'stopped':
      return { name: STOPS[message.reason], content: heard };
    case 'went-inactive':
      return { name: 'wentInactive', content: { ...heard, lastVisitAt: iso(message.lastVisitAt) } };
  }
}

/** The product's own milestones have names of their own in the Web UI. */
function reached(code: string, heard: Signalled): Signal {
  if (code === 'video-watched') return { name: 'videoWatched', content: heard };
  if (code === 'app-installed') return { name: 'appInstalled', content: heard };
  return { name: 'milestoneReached', content: { ...heard, code } };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
