import { type RawValue, rawValueTypeInfo } from '@temporalio/common';
import { defineSignal, log, setHandler } from '@temporalio/workflow';
import type { Message } from '../../src/domain/message.js';
import type { Fact } from '../../src/domain/facts.js';
import type { SignalName, Stored } from '../contract/participation.js';
import { readSignal, SIGNAL_NAMES, UnreadableSignalError } from './signals.js';

/** Raw, because the SDK fails the workflow task, again and again, for what it cannot decode. */
const RAW = { typeInfo: { inputTypes: [rawValueTypeInfo] } };

/** Instead of a delivery: a cancellation in the Web UI has none. */
const CANCELLATION = 'cancellation';

/** What was heard and has no recorded outcome yet. Hearing never throws and is idempotent by delivery. */
export class Mailbox {
  private readonly waiting = new Map<string, Message>();

  constructor(carriedOver: readonly Message[] = []) {
    carriedOver.forEach((message) => this.keep(message));
    for (const name of SIGNAL_NAMES) {
      setHandler(defineSignal<[RawValue?]>(name, RAW), (content) => this.hear(name, content));
    }
  }

  /** The customer leaves now: a cancellation in the Web UI. */
  leave(): void {
    const now = Date.now();
    this.keep({ type: 'stopped', reason: 'left', time: now, acceptedAt: now });
  }

  /** How many messages wait for an outcome. */
  get size(): number {
    return this.waiting.size;
  }

  messages(): readonly Message[] {
    return [...this.waiting.values()];
  }

  /** Forgets what the recorded step was made of; of one that was stored before, only what that one holds; else what is to be forgotten or heard otherwise. */
  settle(heard: readonly Message[], stored: Stored): void {
    if (stored.decided) return this.correct(stored.decided, stored.corrected);
    const settled = stored.adopted ? stored.facts.filter(cameFromOutside) : heard;
    for (const each of settled) this.waiting.delete(keyOf(each));
  }

  private correct(forgotten: readonly string[], corrected: readonly Message[] = []): void {
    forgotten.forEach((delivery) => this.waiting.delete(delivery));
    corrected.forEach((message) => this.keep(message));
  }

  private hear(name: SignalName, content: RawValue | undefined): void {
    try {
      this.keep(readSignal(name, content));
    } catch (error) {
      if (!(error instanceof UnreadableSignalError)) throw error;
      log.warn('ignored a signal: send events to the API instead', { name, reason: error.message });
    }
  }

  private keep(message: Message): void {
    this.waiting.set(keyOf(message), message);
  }
}

/** What the clock brought has no delivery either. */
function cameFromOutside(fact: Fact): boolean {
  return 'delivery' in fact || fact.type === 'stopped';
}

function keyOf(each: Message | Fact): string {
  return 'delivery' in each && each.delivery !== undefined ? each.delivery : CANCELLATION;
}
