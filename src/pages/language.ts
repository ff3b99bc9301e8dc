import { type Language, LANGUAGES } from '../domain/wording.js';
import { languageIn } from './html.js';

/** The language of a request: the one that its path begins with, or else the one that its browser asks for. */
export function languageFor({ url, headers }: { url: string; headers: object }): Language {
  const accepts: unknown = Reflect.get(headers, 'accept-language');
  return languageIn(url.split(/[/?]/, 2)[1] ?? '') ?? languageOf(accepts);
}

/** German unless English is asked for first; `accepts` is what Accept-Language holds. */
export function languageOf(accepts: unknown): Language {
  if (typeof accepts !== 'string') return 'de';
  const first = accepts.split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
  return first.find((each): each is Language => LANGUAGES.some((known) => known === each)) ?? 'de';
}
