/** One way to do the same journeys. */
export interface Contender {
  readonly name: string;
  /** Invites one customer. */
  invite(customer: string): Promise<void>;
  /** Reports one event of this customer's. */
  report(customer: string, event: JourneyEvent): Promise<void>;
  /** Which of these journeys are complete: three grants credited and `forfeited` readable. */
  completed(customers: readonly string[]): Promise<readonly string[]>;
  /** Which of these invitations have started their workflow. */
  started(customers: readonly string[]): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** What a journey here consists of, after the invitation and in this order. */
export const JOURNEY = ['registered', 'video-watched', 'app-installed', 'called'] as const;

export type JourneyEvent = (typeof JOURNEY)[number];
