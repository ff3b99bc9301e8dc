import type {
  Acceptance,
  AcceptedText,
  Appeal,
  Assignment,
  Contact,
  Message,
  VideoProgress,
  WaveContact,
  WaveRow,
} from '../../prisma/generated/client.js';
import { detailOf } from '../waves/refusals.js';
import { reportRowSchema } from '../waves/wave.js';
import { contactSchema, type CustomerFile } from './customer-file.js';

type Filed = CustomerFile['participations'][number];
type Listed = CustomerFile['lists'][number];
type Assigned = CustomerFile['assignments'][number];

/** Addresses with the ground on which they may be used; null where none is kept. */
export function contactOf(row: Pick<Contact, 'mobile' | 'email'> | null): Filed['contact'] {
  return contactSchema.parse({ mobile: row?.mobile ?? null, email: row?.email ?? null });
}

export function toldOf(row: Message): Filed['messages'][number] {
  const { id, kind, state, channel, reason, reference, createdAt, sentAt, decidedAt } = row;
  return {
    ...{ id, kind, state, channel, reason, reference },
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

/** What was accepted, word for word. */
export function acceptedOf(row: Acceptance & { readonly accepted: AcceptedText }): Filed['accepted'][number] {
  const { what, version, sha256, accepted, language, channel, acceptedAt, withdrawnAt } = row;
  return {
    ...{ what, version, sha256, text: accepted.text, language, channel },
    acceptedAt: acceptedAt.toISOString(),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  };
}

export function appealedOf({
  id,
  text,
  appealedAt,
  answeredAt,
  declinedBecause,
}: Appeal): Filed['appeals'][number] {
  return {
    id,
    text,
    appealedAt: appealedAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    declinedBecause,
  };
}

export function videoOf({ sittings, ranges, heardAt }: VideoProgress): Filed['video'] {
  return { sittings, ranges, heardAt: heardAt.toISOString() };
}

export function listedOf(row: WaveRow & { readonly contact: WaveContact | null }): Listed {
  const {
    waveId: wave,
    n,
    customerId,
    participationId,
    language,
    accountId,
    bucketId,
    reached,
    contact,
  } = row;
  return {
    wave,
    row: n,
    customerId,
    verdict: reportRowSchema.shape.verdict.parse(row.verdict),
    reason: reportRowSchema.shape.reason.parse(row.reason),
    detail: detailOf(row.hint),
    participationId,
    language,
    account: { id: accountId, bucketId },
    contact: contactOf(contact),
    reached,
  };
}

export function assignedOf({ programmeCode, waveId, arm, assignedAt }: Assignment): Assigned {
  return {
    programme: programmeCode,
    wave: waveId,
    arm: arm === 'held-out' ? arm : 'invited',
    assignedAt: assignedAt.toISOString(),
  };
}
