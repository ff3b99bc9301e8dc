import { createHash } from 'node:crypto';

/** What was shown to whoever accepts it. */
export interface Shown {
  readonly version: string;
  readonly text: string;
  /** Of the text in UTF-8, in hexadecimal digits. */
  readonly sha256: string;
}

/** A text of this version, with its hash. */
export function shownText(version: string, text: string): Shown {
  return { version, text, sha256: createHash('sha256').update(text).digest('hex') };
}
