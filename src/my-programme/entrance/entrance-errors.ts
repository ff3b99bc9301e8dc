import { type Notice, PageError } from '../../pages/page-error.js';
import { homeOf, wayToSignInHelp, wayToMine, wayToProgramme } from '../../pages/ways.js';
import { WORDS } from '../../pages/words.js';
import type { Language } from '../../domain/wording.js';
import { ENTRANCE_WORDS } from './entrance-words.js';

/** A valid login of somebody whom nobody invited; `code` is the programme that was asked for, if everybody may read of it; `known` was invited to another. */
export class NotInvitedError extends PageError {
  constructor({ known, code }: { readonly known: boolean; readonly code?: string }) {
    super(
      403,
      inBoth((language) => ({
        ...ENTRANCE_WORDS[language].notInvited(known),
        ways: [...(code === undefined ? [] : [wayToProgramme(language, code)]), wayToSignInHelp(language)],
      })),
    );
  }
}

/** Somebody who followed the link in another customer's message; `code` is the programme that was asked for, if there is an own invitation to it. */
export class ForeignInvitationError extends PageError {
  constructor(code?: string) {
    super(
      403,
      inBoth((language) => ({
        ...ENTRANCE_WORDS[language].foreign,
        ways: [...(code === undefined ? [] : [wayToMine(language, code)]), wayToSignInHelp(language)],
      })),
    );
  }
}

/** An invitation that nobody registered on in time; what is kept of the customer can still be had and erased. */
export class ExpiredInvitationError extends PageError {
  constructor({ code }: { readonly code: string }) {
    super(
      410,
      inBoth((language) => ({
        ...WORDS[language].expired,
        ways: [
          { href: `${homeOf(language, code)}/settings`, text: WORDS[language].account.settings },
          wayToSignInHelp(language),
        ],
      })),
    );
  }
}

/** There is no such page. */
export class NoSuchPageError extends PageError {
  constructor() {
    super(
      404,
      inBoth((language) => WORDS[language].noPage),
    );
  }
}

function inBoth(notice: (language: Language) => Notice): Readonly<Record<Language, Notice>> {
  return { de: notice('de'), en: notice('en') };
}
