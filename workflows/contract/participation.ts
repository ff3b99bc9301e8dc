import type { Proposal } from '../../src/domain/decide.js';
import type { Message } from '../../src/domain/message.js';
import type { Fact } from '../../src/domain/facts.js';
import type { Due, Phase } from '../../src/domain/phase.js';
import type { State } from '../../src/domain/state.js';
import type { Instant, Terms } from '../../src/domain/terms.js';

/** The workflow type and the task queue of participations. */
export const PARTICIPATION = 'participation';
export const TASK_QUEUE = 'quietline';

/** The workflow id of a participation (a UUID). */
export function workflowIdOf(participation: string): string {
  return `${PARTICIPATION}-${participation}`;
}

/** The participation (a UUID) that a workflow id stands for. */
export function participationOf(workflowId: string): string {
  return workflowId.slice(PARTICIPATION.length + 1);
}

/** What every signal carries: instants are ISO 8601 UTC, `delivery` makes handlers idempotent. */
export interface Signalled {
  readonly delivery: string;
  readonly time: string;
  readonly acceptedAt: string;
}

/** Every signal of a participation with what it carries. No personal data: `call` is a keyed hash of the callId. */
export interface Signals {
  /** Accepted the privacy policy; `quietEndsAt` is the quiet period's end if this registration counts (R4). */
  registered: Signalled & { readonly quietEndsAt: string };
  /** Watched the bill-explainer video. */
  videoWatched: Signalled;
  /** Installed the app. */
  appInstalled: Signalled;
  /** Reached a milestone that the programme adds. */
  milestoneReached: Signalled & { readonly code: string };
  /** The contact centre logged an inbound call; `exempt` also when it was outbound (R5). */
  hotlineCalled: Signalled & { readonly call: string; readonly exempt: boolean };
  /** A call was logged by mistake (R7). */
  hotlineCallRetracted: Signalled & { readonly call: string };
  /** The sweep proposes to drop for the gap after this last visit (R9). */
  wentInactive: Signalled & { readonly lastVisitAt: string };
  /** A visit that was heard while dropped (R9). */
  visited: Signalled;
  /** Somebody allowed to has reinstated the participation (R10). */
  reinstated: Signalled;
  /** The customer has left (R11). */
  left: Signalled;
  /** The customer has withdrawn consent (R11). */
  consentWithdrawn: Signalled;
  /** The customer's contract has ended (R11). */
  contractEnded: Signalled;
  /** The customer's data is to be erased (R11). */
  erased: Signalled;
}

export type SignalName = keyof Signals;

/** The query that tells where a participation stands. */
export const STATUS = 'status';

/** The answer to `status`: instants are ISO 8601 UTC. */
export interface Status {
  readonly phase: Phase;
  readonly nextDue?: { readonly what: string; readonly at: string };
  readonly granted: readonly string[];
  readonly steps: number;
  /** Deliveries heard whose outcome is not recorded yet. */
  readonly undecided: number;
}

/** What a participation starts with; when it continues as new, also what was heard and has no recorded outcome yet. */
export interface Invitation {
  readonly schemaVersion: 1;
  readonly terms: Terms;
  readonly state: State;
  readonly steps: number;
  readonly heard?: readonly Message[];
}

/** What a participation was worth. */
export interface Result {
  readonly phase: Phase;
  readonly endedBecause?: string;
  readonly granted: readonly string[];
}

/** The next step as the workflow proposes it: number `n`, following from `state`. */
export interface StepProposal {
  readonly participation: string;
  readonly n: number;
  readonly state: State;
  readonly terms: Terms;
  readonly proposal: Proposal;
  /** What was heard and is not among the facts, as it was heard: its outcome is `ignored`. */
  readonly ignored?: readonly Message[];
  /** When the workflow asks again if this step has to wait for undelivered events (R16). */
  readonly asksAgain: Due;
}

/** The step that is stored under the proposed number; without facts, outcomes were written and no number was used. */
export interface Stored {
  readonly recordedAt: Instant;
  readonly facts: readonly Fact[];
  /** It was stored before, and may have been decided otherwise than proposed now. */
  readonly adopted?: true;
  /** Its grants that are not credited yet. */
  readonly uncredited: readonly string[];
  /** Nothing was written, and these deliveries are to be forgotten: their outcome was recorded before and stands, or the inbox does not bear them out. */
  readonly decided?: readonly string[];
  /** What the inbox says of some of these where something else was heard: it is to be heard instead. */
  readonly corrected?: readonly Message[];
}

/** What recording answered: the step that stands, or the refusal of one that has to wait for undelivered events (R16). */
export type Recorded = Stored | { readonly undelivered: true };

/** The activity that writes steps; it may be repeated, the stored step always comes back. */
export interface Journal {
  record(step: StepProposal): Promise<Recorded>;
}
