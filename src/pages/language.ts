import { type Language, LANGUAGES } from '../domain/wording.js';
import { languageIn } from './html.js';

/** The language of a request: the one that its path begins with, or the path that it is to come back to, or else the one that its browser asks for. */
export function languageFor({ url, headers }: { url: string; headers: object }): Language {
  const accepts: unknown = Reflect.get(headers, 'accept-language');
  return (
    languageAt(url) ??
    languageAt(new URLSearchParams(url.split('?', 2)[1]).get('to') ?? '') ??
    languageOf(accepts)
  );
}

function languageAt(path: string): Language | undefined {
  return languageIn(path.split(/[/?]/, 2)[1] ?? '');
}

/** German unless English is asked for first; `accepts` is what Accept-Language holds. */
function languageOf(accepts: unknown): Language {
  if (typeof accepts !== 'string') return 'de';
  const first = accepts.split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
  return first.find((each): each is Language => LANGUAGES.some((known) => known === each)) ?? 'de';
}
