import { defineSignal, log, setHandler } from '@temporalio/workflow';
import type { Message, Proposal } from '../../src/domain/decide.js';
import type { StopReason } from '../../src/domain/facts.js';
import type { SignalName, Signals, Stored } from '../contract/participation.js';

type Content = {
  [Type in Message['type']]: Omit<Extract<Message, { type: Type }>, 'delivery' | 'time' | 'acceptedAt'>;
}[Message['type']];

/** What was heard and has no recorded outcome yet. Hearing never throws and is idempotent by delivery. */
export class Mailbox {
  private readonly waiting = new Map<string, Message>();

  constructor() {
    this.on('registered', ({ quietEndsAt }) => ({
      type: 'registered',
      quietEndsAt: Date.parse(quietEndsAt),
    }));
    this.on('videoWatched', () => ({ type: 'reached', code: 'video-watched' }));
    this.on('appInstalled', () => ({ type: 'reached', code: 'app-installed' }));
    this.on('milestoneReached', ({ code }) => ({ type: 'reached', code }));
    this.on('hotlineCalled', ({ call, exempt }) => ({ type: 'called', call, exempt }));
    this.on('hotlineCallRetracted', ({ call }) => ({ type: 'retracted', call }));
    this.on('wentInactive', ({ lastVisitAt }) => ({
      type: 'went-inactive',
      lastVisitAt: Date.parse(lastVisitAt),
    }));
    this.on('visited', () => ({ type: 'visited' }));
    this.on('reinstated', () => ({ type: 'reinstated' }));
    this.on('left', () => ({ type: 'stopped', reason: 'left' }));
    this.on('consentWithdrawn', () => ({ type: 'stopped', reason: 'consent-withdrawn' }));
    this.on('contractEnded', () => ({ type: 'stopped', reason: 'contract-ended' }));
    this.on('erased', () => ({ type: 'stopped', reason: 'erased' }));
  }

  /** The customer leaves now, without a delivery: a cancellation in the Web UI. */
  leave(): void {
    const reason: StopReason = 'left';
    this.waiting.set('cancelled', { type: 'stopped', reason, time: Date.now(), acceptedAt: Date.now() });
  }

  isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  messages(): readonly Message[] {
    return [...this.waiting.values()];
  }

  /** Forgets what a recorded proposal decided; of a step that was stored before, only what that step holds. */
  settle(proposal: Proposal, stored: Stored): void {
    const decided = stored.adopted ? stored.facts : [...proposal.outcomes, ...stored.facts];
    for (const each of decided) {
      if ('delivery' in each && each.delivery !== undefined) this.waiting.delete(each.delivery);
      else if ('type' in each && each.type === 'stopped') this.waiting.delete('cancelled');
    }
    if (!stored.adopted && stored.facts.length === 0) this.waiting.delete('cancelled');
  }

  private on<Name extends SignalName>(name: Name, read: (signal: Signals[Name]) => Content): void {
    setHandler(defineSignal<[Signals[Name]]>(name), (signal) => this.hear(name, signal, read));
  }

  private hear<Name extends SignalName>(
    name: Name,
    signal: Signals[Name],
    read: (signal: Signals[Name]) => Content,
  ): void {
    const time = Date.parse(signal?.time);
    const acceptedAt = Date.parse(signal?.acceptedAt);
    if (Number.isNaN(time + acceptedAt) || !signal.delivery) {
      return log.warn('ignored a signal without delivery, time or acceptedAt: send events to the API', {
        name,
      });
    }
    this.waiting.set(signal.delivery, { ...read(signal), delivery: signal.delivery, time, acceptedAt });
  }
}
