import { PageError } from '../pages/page-error.js';
import { WORDS } from '../pages/words.js';
import type { Language } from '../domain/wording.js';
import { homeOf } from './home.js';
import { ENTRANCE_WORDS } from './entrance-words.js';

/** A valid login of somebody whom nobody invited. */
export class NotInvitedError extends PageError {
  constructor() {
    super(403, { de: ENTRANCE_WORDS.de.notInvited, en: ENTRANCE_WORDS.en.notInvited });
  }
}

/** Somebody who followed the link in another customer's message. */
export class ForeignInvitationError extends PageError {
  constructor() {
    super(403, { de: ENTRANCE_WORDS.de.foreign, en: ENTRANCE_WORDS.en.foreign });
  }
}

/** An invitation that nobody registered on in time; what is kept of the customer can still be had and erased. */
export class ExpiredInvitationError extends PageError {
  constructor({ code }: { readonly code: string }) {
    const told = (language: Language) => ({
      ...WORDS[language].expired,
      link: { href: `${homeOf(language, code)}/settings`, text: WORDS[language].account.settings },
    });
    super(410, { de: told('de'), en: told('en') });
  }
}

/** There is no such page. */
export class NoSuchPageError extends PageError {
  constructor() {
    super(404, { de: WORDS.de.noPage, en: WORDS.en.noPage });
  }
}
