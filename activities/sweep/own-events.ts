import type { OWN_SOURCE } from '../../src/domain/commands.js';

/** A command of ours as the inbox takes it; `time` is ISO 8601 UTC, `subject` the customerId. */
export interface OwnEvent {
  readonly source: typeof OWN_SOURCE;
  readonly id: string;
  readonly type: 'participation.went-inactive' | 'participation.erased' | 'selfservice.visited';
  readonly time: string;
  readonly subject: string;
  readonly data: object;
  readonly participationId: string;
}

/** Puts events into the inbox, durably and each id once; answers in the same order which were new (`accepted`). */
export type TakeIn = (events: readonly OwnEvent[]) => Promise<readonly string[]>;
