import { z } from 'zod';
import { exactLength } from './duration.js';

/** An exact ISO 8601 duration, as text (R4). */
export const exactDuration = z.string().refine((text) => exactLength(text) !== undefined, {
  message:
    'An exact ISO 8601 duration from PT1S to P36525D in whole weeks, days, hours, minutes and seconds.',
  params: { code: 'invalid-duration' },
});
