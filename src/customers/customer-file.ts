import { z } from 'zod';
import { appealSchema } from '../appeals/appeals.js';
import { keptSchema } from '../events/event-list.js';
import { grantSchema } from '../grants/grant.js';
import { entrySchema } from '../participations/journals.js';
import { participationSchema } from '../participations/view.js';
import { reportRowSchema } from '../waves/wave.js';
import { erasureSchema } from './erasure.js';

const instant = z.iso.datetime();
const point = z.object({ value: z.string(), basis: z.string(), evidence: z.string() }).nullable();

export const contactSchema = z.object({ mobile: point, email: point });
const account = z.object({ id: z.string().nullable(), bucketId: z.string().nullable() });

/** A message that was sent, or is known why not; its text is made of the programme's and is not kept. */
const toldSchema = z.object({
  id: z.guid(),
  kind: z.string(),
  state: z.string(),
  channel: z.string().nullable(),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  createdAt: instant,
  sentAt: instant.nullable(),
  decidedAt: instant.nullable(),
});

/** A text that was accepted on the page. */
const acceptedSchema = z.object({
  what: z.string(),
  version: z.string(),
  sha256: z.string(),
  text: z.string(),
  language: z.string(),
  channel: z.string(),
  acceptedAt: instant,
  withdrawnAt: instant.nullable(),
});

/** How much of the video has been played; `ranges` in milliseconds of it. */
const videoSchema = z.object({ sittings: z.unknown(), ranges: z.unknown(), heardAt: instant }).nullable();

/** A participation with everything that hangs on it. */
const filedParticipationSchema = participationSchema
  .extend({
    language: z.string(),
    account,
    contact: contactSchema,
    grants: z.array(grantSchema),
    messages: z.array(toldSchema),
    accepted: z.array(acceptedSchema),
    appeals: z.array(appealSchema),
    video: videoSchema,
    journal: z.array(entrySchema),
  })
  .meta({ id: 'FiledParticipation' });

/** A row of a list that named the customer. */
const listedSchema = reportRowSchema
  .extend({
    wave: z.guid(),
    language: z.string().nullable(),
    account,
    contact: contactSchema,
    reached: z.unknown(),
  })
  .meta({ id: 'ListedCustomer' });

const optedOutSchema = z.object({
  channel: z.enum(['sms', 'email']),
  address: z.string(),
  scope: z.enum(['advertising', 'all']),
  optedOutAt: instant,
});

/** The arm of a programme's holdout that the customer was drawn for. */
const assignedSchema = z.object({
  programme: z.string(),
  wave: z.guid(),
  arm: z.enum(['invited', 'held-out']),
  assignedAt: instant,
});

/** Everything that is kept about one customer; of somebody whom nobody knows all lists are empty. */
export const customerFileSchema = z
  .object({
    customerId: z.string(),
    exportedAt: instant,
    participations: z.array(filedParticipationSchema),
    lists: z.array(listedSchema),
    assignments: z.array(assignedSchema),
    sessions: z.array(z.object({ expiresAt: instant })).describe('Browsers that are signed in'),
    optOuts: z.array(optedOutSchema),
    erasures: z.array(erasureSchema),
    events: z.array(keptSchema),
  })
  .meta({ id: 'CustomerFile' });

export type CustomerFile = z.infer<typeof customerFileSchema>;

/** The parts of the file that are lists, each read as it is written out. */
export type Section = Exclude<keyof CustomerFile, 'customerId' | 'exportedAt'>;
