import type { Invitation } from '../participations/invitation.js';
import type { Refusal } from './refusals.js';

/** A row whose turn has come. */
export interface DueRow {
  readonly n: number;
  readonly customerId: string;
  readonly language: Invitation['language'];
  readonly account: string | null;
  readonly bucket: string | null;
  readonly reached: Invitation['reached'];
  readonly mobile: NonNullable<Invitation['contact']>['mobile'] | null;
  readonly email: NonNullable<Invitation['contact']>['email'] | null;
  /** What has come to speak against it since the dry run. */
  readonly against: Refusal | null;
}
