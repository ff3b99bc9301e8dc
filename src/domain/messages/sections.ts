import { z } from 'zod';
import { exactDuration } from '../exact-duration.js';
import { LANGUAGES } from '../wording.js';
import { isRegion } from './holidays.js';
import { CHANNELS, MESSAGE_KINDS } from './kinds.js';
import { WEEKDAYS } from './send-window.js';
import { textProblems } from './texts.js';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time on the clock, such as 08:00.');

const different = <T>(list: readonly T[]) => new Set(list).size === list.length;
const EACH_ONCE = { error: 'Each only once.', params: { code: 'duplicate' } };

/** When messages may be sent, on the clocks of the programme's zone, never on public holidays of `region` (DE unless it says otherwise). */
const storedWindow = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7).refine(different, EACH_ONCE),
  from: time,
  to: time,
  region: z.string().exactOptional(),
});

const sendWindow = storedWindow
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    error: 'The window shuts before it opens: make `to` later than `from`.',
    params: { code: 'window-shut' },
  })
  .refine(({ region }) => region === undefined || isRegion(region), {
    path: ['region'],
    error: 'A country or state whose holidays are known, such as DE or DE-BY.',
    params: { code: 'unknown-region' },
  });

const part = z.string().trim().min(1).max(5_000);

const storedText = z.strictObject({ sms: part, subject: part.max(200), email: part });

const text = storedText.superRefine((value, context) => {
  for (const { pointer, code, detail } of textProblems(value))
    context.addIssue({ code: 'custom', path: [pointer.slice(1)], message: detail, params: { code } });
});

const kind = z.enum(MESSAGE_KINDS);

/** How customers are written to; what is absent is as the product has it. */
const messages = (texts: typeof storedText) =>
  z.strictObject({
    /** The channels in the order of preference; one that is not named is not used. */
    order: z.array(z.enum(CHANNELS)).min(1).refine(different, EACH_ONCE).exactOptional(),
    /** Messages that are not sent. Nobody is dropped without a warning. */
    off: z
      .array(kind.exclude(['inactivity-warning']))
      .refine(different, EACH_ONCE)
      .exactOptional(),
    advertisingPerWeek: z.number().int().min(0).max(7).exactOptional(),
    /** How long before the invitation's end it is reminded of. */
    remindBefore: exactDuration.exactOptional(),
    texts: z.partialRecord(z.enum(LANGUAGES), z.partialRecord(kind, texts)).exactOptional(),
  });

/** The optional sections as they are published: everything is judged. */
export const PUBLISHED = {
  sendWindow: sendWindow.exactOptional(),
  messages: messages(text).exactOptional(),
};

/**
 * The same as they are read again later: what was judged once stays readable, whatever libraries then say of holidays, templates and the
 * length of texts (R15).
 */
export const STORED = {
  sendWindow: storedWindow.exactOptional(),
  messages: messages(storedText).exactOptional(),
};
