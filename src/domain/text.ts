import { z } from 'zod';

/** Text without control characters and half surrogate pairs, which CloudEvents forbids and PostgreSQL cannot keep. */
export function text(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'No control characters are allowed here.');
}
