import type { Phase } from '../phase.js';

/** Messages that advertise the programme: they need a legal basis, and nobody gets many of them. */
export const ADVERTISING = ['invitation', 'reminder', 'half-way'] as const;

/** Messages that tell a participant what has become of the own participation. */
export const SERVICE = [
  'welcome',
  'reward-credited',
  'inactivity-warning',
  'quiet-reward-paid',
  'forfeited',
  'dropped',
  'reinstated',
  'resumed',
] as const;

export const MESSAGE_KINDS = [...ADVERTISING, ...SERVICE] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

export const CHANNELS = ['sms', 'email'] as const;

export type Channel = (typeof CHANNELS)[number];

export function isAdvertising(kind: MessageKind): boolean {
  return ADVERTISING.some((each) => each === kind);
}

/** The phases in which what a message says still holds; a credited reward stays one. */
export const TRUE_IN: Readonly<Record<MessageKind, readonly Phase[] | 'always'>> = {
  invitation: ['invited'],
  reminder: ['invited'],
  'half-way': ['quiet'],
  welcome: ['quiet', 'settling'],
  'reward-credited': 'always',
  'inactivity-warning': ['quiet', 'forfeited', 'settling'],
  'quiet-reward-paid': ['completed', 'ended'],
  forfeited: ['forfeited'],
  dropped: ['dropped'],
  reinstated: ['quiet', 'settling'],
  resumed: ['forfeited'],
};

/** What is still true, and so still sent, when the participation is over. */
export const MAY_FOLLOW_THE_END: readonly MessageKind[] = MESSAGE_KINDS.filter((kind) => {
  const phases = TRUE_IN[kind];
  return phases === 'always' || phases.includes('ended') || phases.includes('completed');
});
