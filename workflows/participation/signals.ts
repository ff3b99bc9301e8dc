import { defaultPayloadConverter, type RawValue } from '@temporalio/common';
import type { Message } from '../../src/domain/message.js';
import type { StopReason } from '../../src/domain/facts.js';
import type { Instant } from '../../src/domain/terms.js';
import type { SignalName } from '../contract/participation.js';

type Content = {
  [Type in Message['type']]: Omit<Extract<Message, { type: Type }>, 'delivery' | 'time' | 'acceptedAt'>;
}[Message['type']];

type Fields = Readonly<Record<string, unknown>>;

/** A signal that the relay would not send: sent by hand, or by a relay of another release. */
export class UnreadableSignalError extends Error {
  override readonly name = 'UnreadableSignalError';
}

const CONTENT: { readonly [Name in SignalName]: (fields: Fields) => Content } = {
  registered: (fields) => ({ type: 'registered', quietEndsAt: instant(fields, 'quietEndsAt') }),
  videoWatched: () => ({ type: 'reached', code: 'video-watched' }),
  appInstalled: () => ({ type: 'reached', code: 'app-installed' }),
  milestoneReached: (fields) => ({ type: 'reached', code: text(fields, 'code') }),
  hotlineCalled: (fields) => ({ type: 'called', call: text(fields, 'call'), exempt: flag(fields, 'exempt') }),
  hotlineCallRetracted: (fields) => ({ type: 'retracted', call: text(fields, 'call') }),
  wentInactive: (fields) => ({ type: 'went-inactive', lastVisitAt: instant(fields, 'lastVisitAt') }),
  visited: () => ({ type: 'visited' }),
  reinstated: () => ({ type: 'reinstated' }),
  left: () => stop('left'),
  consentWithdrawn: () => stop('consent-withdrawn'),
  contractEnded: () => stop('contract-ended'),
  erased: () => stop('erased'),
};

/** The names of all signals that a participation hears. */
export const SIGNAL_NAMES = Object.keys(CONTENT) as readonly SignalName[];

/** What a signal says. Throws UnreadableSignalError, naming the field, for anything that could not be recorded. */
export function readSignal(name: SignalName, raw: RawValue | undefined): Message {
  const fields = fieldsOf(raw);
  return {
    ...CONTENT[name](fields),
    delivery: text(fields, 'delivery', /^[1-9]\d{0,17}$/),
    time: instant(fields, 'time'),
    acceptedAt: instant(fields, 'acceptedAt'),
  };
}

function fieldsOf(raw: RawValue | undefined): Fields {
  const value = raw && decoded(raw);
  if (typeof value !== 'object' || value === null) throw new UnreadableSignalError('it carries no object');
  return value as Fields;
}

function decoded(raw: RawValue): unknown {
  try {
    return defaultPayloadConverter.fromPayload(raw.payload);
  } catch (cause) {
    throw new UnreadableSignalError('it carries no JSON', { cause });
  }
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function instant(fields: Fields, name: string): Instant {
  const at = Date.parse(text(fields, name, ISO_8601));
  if (Number.isNaN(at)) throw new UnreadableSignalError(`${name} is no instant`);
  return at;
}

function text(fields: Fields, name: string, pattern = /^[^\0]{1,64}$/): string {
  const value = fields[name];
  if (typeof value !== 'string' || !pattern.test(value))
    throw new UnreadableSignalError(`${name} is missing or unreadable`);
  return value;
}

function flag(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw new UnreadableSignalError(`${name} is neither true nor false`);
  return value;
}

function stop(reason: StopReason): Content {
  return { type: 'stopped', reason };
}
