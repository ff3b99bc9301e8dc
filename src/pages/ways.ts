import type { Language } from '../domain/wording.js';
import type { Way } from './page-error.js';
import { WORDS } from './words.js';

/** To the articles, and to people who answer. */
export function wayToHelp(language: Language): Way {
  return { href: `/${language}/help`, text: WORDS[language].ways.help };
}

/** To what everybody may read of a programme. */
export function wayToProgramme(language: Language, code: string): Way {
  return {
    href: `/${language}/programmes/${encodeURIComponent(code)}`,
    text: WORDS[language].ways.programme,
  };
}

/** To a customer's own pages: those at `home`, or else wherever the customer takes part. */
export function wayToMine(language: Language, home = `/${language}/my`): Way {
  return { href: home, text: WORDS[language].ways.mine };
}
