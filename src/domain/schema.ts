import { z } from 'zod';
import { isCalendarDuration, isTimeZone } from './calendar.js';
import { milliseconds } from './duration.js';
import { exactDuration as exact } from './exact-duration.js';
import { PUBLISHED, STORED } from './messages/sections.js';
import { QUIET_PERIOD } from './terms.js';
import { text } from './text.js';

/** The reasons that no programme may count against a customer: using a statutory right never costs the bonus. */
export const STATUTORY_REASONS = [
  'fault',
  'sim-lost',
  'fraud',
  'billing-dispute',
  'termination',
  'withdrawal',
  'data-protection',
  'accessibility',
] as const;

/** The code of a programme or of a milestone. */
export const codeSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
    'A code is 1 to 64 lower-case letters, digits, dots, dashes or underscores, a letter or digit at both ends.',
  );

const calendar = z.string().refine(isCalendarDuration, {
  message: 'An ISO 8601 duration from PT1S up to a century in whole years, months, weeks, days and so on.',
  params: { code: 'invalid-duration' },
});

const MEGABYTES = 'A whole number of megabytes from 1 to 10,000,000.';

const reward = z.strictObject({
  megabytes: z.number().multipleOf(1, MEGABYTES).min(1, MEGABYTES).max(10_000_000, MEGABYTES),
  validFor: calendar.exactOptional(),
});

const milestone = z.strictObject({ code: codeSchema, reward, retroactive: z.boolean().exactOptional() });

const milestones = z.array(milestone).max(50).superRefine(ownCodes, { when: isList });

const exemptReasons = z.array(text(64)).max(100).superRefine(statutory, { when: isList });

const lengths = z.object({ atLeastEvery: exact, warnAfter: exact });

const visits = z
  .strictObject(lengths.shape)
  .refine(({ atLeastEvery, warnAfter }) => milliseconds(warnAfter) < milliseconds(atLeastEvery), {
    path: ['warnAfter'],
    message: 'The warning has to come before the breach: make it shorter than atLeastEvery.',
    params: { code: 'warning-too-late' },
    when: ({ value }) => lengths.safeParse(value).success,
  });

const timeZone = z.string().refine(isTimeZone, {
  message: 'The name of a zone in the IANA time-zone database, such as Europe/Berlin.',
  params: { code: 'unknown-time-zone' },
});

const rules = {
  code: codeSchema,
  timeZone,
  invitation: z.strictObject({ validFor: exact }),
  milestones,
  quietPeriod: z.strictObject({ lasts: calendar, settlesAfter: exact, reward, exemptReasons }),
  visits: visits.exactOptional(),
  appealWithin: exact,
  /** The share of each list that is not invited, so that the programme's effect can be measured. */
  holdout: z.strictObject({ share: z.number().min(0).max(0.5) }).exactOptional(),
  /** Nobody is invited to this programme while taking part in one of these, nor to one of these while taking part in this. */
  excludes: z.array(codeSchema).max(50).exactOptional(),
};

/** A programme's definition; every check of it stands here, so that an API may hand it to its framework. */
export const definitionSchema = z
  .strictObject({ ...rules, ...PUBLISHED })
  .meta({ id: 'ProgrammeDefinition' });

/** A definition that was published once. */
export const storedDefinitionSchema = z.strictObject({ ...rules, ...STORED });

function isList({ value }: z.core.ParsePayload): boolean {
  return Array.isArray(value);
}

const coded = z.object({ code: z.string() });

/** Two milestones need two codes, and none may take that of the quiet reward. */
function ownCodes(list: readonly unknown[], context: z.core.$RefinementCtx): void {
  const codes = list.map((each) => coded.safeParse(each).data?.code);
  codes.forEach((each, i) => {
    const problem = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [i, 'code'], message, params: { code: name } });
    if (each === QUIET_PERIOD)
      problem('reserved-code', 'This code is that of the quiet reward: take another.');
    if (each !== undefined && codes.indexOf(each) < i) {
      problem('duplicate-code', 'Another milestone before has this code: take another.');
    }
  });
}

function statutory(list: readonly unknown[], context: z.core.$RefinementCtx): void {
  for (const reason of STATUTORY_REASONS.filter((each) => !list.includes(each))) {
    const message = `Add "${reason}": using a statutory right must never cost the bonus.`;
    context.addIssue({ code: 'custom', message, params: { code: 'statutory-reason-missing' } });
  }
}
