import type { Language } from '../domain/wording.js';

/** Where a programme's own pages begin. */
export function homeOf(language: Language, code: string): string {
  return `/${language}/my/${encodeURIComponent(code)}`;
}
