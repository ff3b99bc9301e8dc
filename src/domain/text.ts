import { z } from 'zod';

/** Control characters, as every dialect of regular expressions writes them: clients in other languages check by it. */
const PLAIN = new RegExp(String.raw`^[^\x00-\x1f\x7f-\x9f]*$`);

const NO_CONTROL = 'No control characters are allowed here.';

/** Whether it has no control characters and half surrogate pairs, which CloudEvents forbids and PostgreSQL cannot keep. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && text.isWellFormed();
}

/** Text that is plain, of so many characters at most. */
export function text(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(PLAIN, NO_CONTROL)
    .refine((written) => written.isWellFormed(), { error: NO_CONTROL, params: { code: 'invalid-format' } });
}
