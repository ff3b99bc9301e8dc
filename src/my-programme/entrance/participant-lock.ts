import type { PoolClient } from 'pg';
import { type LockedParticipation, lockAllOf } from '../../../prisma/locked-participations.js';
import { NotInvitedError } from './entrance-errors.js';

/** Locks what this customer takes part in and answers this one of it. Throws PageError where it is not this customer's. */
export async function lockOwn(
  client: PoolClient,
  customer: string,
  id: string,
): Promise<LockedParticipation> {
  const own = (await lockAllOf(client, customer)).find((each) => each.id === id);
  if (!own) throw new NotInvitedError({ known: true });
  return own;
}
