import { z } from 'zod';
import { LANGUAGES } from './wording.js';

/** A language tag (RFC 5646) whose first part names the language, also as a computer's settings write it, such as `de_DE`. */
const TAG = /^([a-z]{2})(?:[-_][a-z0-9]{1,8})*$/i;

/** A language that customers are spoken to in, by any tag that means it: `de`, `DE`, `de-AT`, `en_GB`; `de` where none is told. */
export const languageSchema = z.preprocess(
  (tag) => (typeof tag === 'string' ? (TAG.exec(tag)?.[1]?.toLowerCase() ?? tag) : tag),
  z.enum(LANGUAGES).meta({ default: 'de' }),
);
