import type { Language } from '../domain/wording.js';
import type { Way } from './page-error.js';
import { WORDS } from './words.js';

/** The help's article on links, logins and signing out. */
export const SIGN_IN_ARTICLE = 'sign-in-trouble';

/** To the articles. */
export function wayToHelp(language: Language): Way {
  return { href: `/${language}/help`, text: WORDS[language].ways.help };
}

/** To what is often wrong at the door, and to people who answer. */
export function wayToSignInHelp(language: Language): Way {
  return { href: `/${language}/help/${SIGN_IN_ARTICLE}`, text: WORDS[language].ways.signInHelp };
}

/** To what everybody may read of a programme. */
export function wayToProgramme(language: Language, code: string): Way {
  return {
    href: `/${language}/programmes/${encodeURIComponent(code)}`,
    text: WORDS[language].ways.programme,
  };
}

/** To a customer's own pages of a programme. */
export function wayToMine(language: Language, code: string): Way {
  return { href: homeOf(language, code), text: WORDS[language].ways.mine };
}

/** Where a programme's own pages begin. */
export function homeOf(language: Language, code: string): string {
  return `/${language}/my/${encodeURIComponent(code)}`;
}
