import { Counter, type Registry } from 'prom-client';
import type { SignInFailure } from './sign-in-error.js';

/** Why somebody who reached us was turned away. */
export type TurnedAway =
  'not-invited' | 'foreign-invitation' | 'forged-form' | 'foreign-address' | 'too-many';

/** What is counted of people at the door; no label holds anything of a customer's. */
export class SignInMetrics {
  readonly signIns: Counter<'outcome'>;
  readonly turnedAway: Counter<'reason'>;

  constructor(registry: Registry) {
    this.signIns = new Counter({
      name: 'quietline_sign_ins_total',
      help: 'Sign-ins of customers: signed-in, cancelled, unknown-answer, invalid-answer, no-customer or issuer-unavailable',
      labelNames: ['outcome'],
      registers: [registry],
    });
    this.turnedAway = new Counter({
      name: 'quietline_turned_away_total',
      help: 'Requests of browsers that were refused: not-invited, foreign-invitation, forged-form, foreign-address or too-many',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  countSignIn(outcome: SignInFailure | 'signed-in'): void {
    this.signIns.inc({ outcome });
  }

  countTurnedAway(reason: TurnedAway): void {
    this.turnedAway.inc({ reason });
  }
}
