import { z } from 'zod';
import type { TopUp } from './charging.js';

/** TMF654 TopupBalance, as far as Quietline reads it. The specification leaves `id` optional; without it nothing can be asked after. */
export const TopupBalance = z.object({
  id: z.string().min(1).max(255),
  status: z.enum(['created', 'failed', 'cancelled', 'completed']),
  requestor: z.object({ id: z.string() }).optional(),
});
export type TopupBalance = z.infer<typeof TopupBalance>;

/** TMF654's list of top-ups; what was booked by others is read no further than that. */
export const TopupBalanceList = z.array(
  z.looseObject({ requestor: z.looseObject({ id: z.string() }).optional() }),
);

/**
 * TMF654 TopupBalance_Create. The grant is the requestor, as the specification has no other place for an id of ours that it also
 * gives back; the validity is a deadline (`endDateTime` alone), fixed when the reward was earned and so the same at every try.
 */
export function topupBalanceCreate({ grantId, megabytes, validUntil, accountId, bucketId }: TopUp) {
  const validity =
    validUntil === undefined ? {} : { validFor: { endDateTime: new Date(validUntil).toISOString() } };
  return {
    usageType: 'data',
    amount: { amount: megabytes, units: 'MB' },
    bucket: { id: bucketId },
    partyAccount: { id: accountId },
    requestor: { id: grantId, '@referredType': 'Grant', role: 'rewardProgramme', name: 'Quietline' },
    ...validity,
  };
}

/** Constant for one attempt, so that a repeated request is recognised; a new attempt after a failure gets a key of its own. */
export function idempotencyKey({ grantId, attempt = 1 }: TopUp): string {
  return attempt === 1 ? grantId : `${grantId}:${attempt}`;
}

/** Throws `TypeError` for a top-up that nobody can mean; without values, which may be personal. */
export function checkTopUp({
  grantId,
  attempt = 1,
  megabytes,
  validUntil,
  accountId,
  bucketId,
}: TopUp): void {
  if (!/^[\w-]{1,200}$/.test(grantId))
    throw new TypeError('grantId must be made of letters, digits, - and _');
  if (!Number.isInteger(attempt) || attempt < 1) throw new TypeError('attempt must be 1 or more');
  if (!Number.isFinite(megabytes) || megabytes <= 0) throw new TypeError('megabytes must be more than 0');
  if (validUntil !== undefined && Number.isNaN(new Date(validUntil).getTime())) {
    throw new TypeError('validUntil must be epoch milliseconds');
  }
  if (accountId === '' || bucketId === '') throw new TypeError('accountId and bucketId must not be empty');
}
