import { PageError } from '../pages/page-error.js';
import { wayToSignInHelp } from '../pages/ways.js';
import { ownPath } from './own-path.js';
import type { SignInFailure } from './sign-in-error.js';
import { SIGN_IN_WORDS } from './words.js';

/** Somebody who has to sign in first; `to` is the path to come back to. */
export class SignInNeededError extends PageError {
  constructor(url: string) {
    const to = ownPath(url.split('?', 1)[0]);
    super(303, { de: SIGN_IN_WORDS.de.needed, en: SIGN_IN_WORDS.en.needed }, signInAddress(to));
  }
}

/** A form that does not come from one of our pages of this session, or from one that is too old. */
export class ForgedFormError extends PageError {
  constructor() {
    super(403, { de: SIGN_IN_WORDS.de.forged, en: SIGN_IN_WORDS.en.forged });
  }
}

const STATUS: Readonly<Record<SignInFailure, number>> = {
  cancelled: 403,
  'unknown-answer': 400,
  'invalid-answer': 400,
  'no-customer': 403,
  'issuer-unavailable': 503,
};

/** A sign-in that came to nothing, as the customer is told. */
export class SignInFailedError extends PageError {
  constructor(failure: SignInFailure, to?: string) {
    const href = signInAddress(to);
    const told = (language: 'de' | 'en') => ({
      ...SIGN_IN_WORDS[language].failures[failure],
      ways: [{ href, text: SIGN_IN_WORDS[language].again }, wayToSignInHelp(language)],
    });
    super(STATUS[failure], { de: told('de'), en: told('en') });
  }
}

/** Somebody from whose address too many sign-ins came; `to` is the path to come back to. */
export class TooManySignInsError extends PageError {
  constructor(to?: string) {
    const told = (language: 'de' | 'en') => ({
      ...SIGN_IN_WORDS[language].tooMany,
      ways: [{ href: signInAddress(to), text: SIGN_IN_WORDS[language].again }, wayToSignInHelp(language)],
    });
    super(429, { de: told('de'), en: told('en') });
  }
}

/** An address to come back to that is none of our pages. */
export class ForeignAddressError extends PageError {
  constructor() {
    super(400, { de: SIGN_IN_WORDS.de.foreignAddress, en: SIGN_IN_WORDS.en.foreignAddress });
  }
}

/** Where to sign in, coming back to this path. */
export function signInAddress(to?: string): string {
  return to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}
