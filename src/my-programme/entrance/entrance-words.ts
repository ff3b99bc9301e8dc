import type { Language } from '../../domain/wording.js';
import type { Notice } from '../../pages/page-error.js';

const en = {
  notInvited: (known: boolean): Notice => ({
    title: 'This programme is by invitation',
    text: [
      'You are signed in, but there is no invitation for you.',
      ...(known ? [] : ['Nothing about you is kept of this sign-in.']),
      'If you have several logins, sign out and use the one whose contract got the invitation.',
    ].join(' '),
  }),
  foreign: {
    title: 'This invitation is for somebody else',
    text: 'The link was sent to another customer, and only that customer can use it. Nothing has changed. If it was sent to another login of yours, sign out and use that one.',
  } as Notice,
};

const de: typeof en = {
  notInvited: (known) => ({
    title: 'An diesem Programm nimmt man auf Einladung teil',
    text: [
      'Sie sind angemeldet, aber für Sie liegt keine Einladung vor.',
      ...(known ? [] : ['Von dieser Anmeldung wird nichts über Sie gespeichert.']),
      'Wenn Sie mehrere Zugänge haben, melden Sie sich ab und nehmen Sie den, dessen Vertrag die Einladung bekam.',
    ].join(' '),
  }),
  foreign: {
    title: 'Diese Einladung ist für jemand anderen',
    text: 'Der Link wurde einem anderen Kunden gesendet, und nur dieser kann ihn nutzen. Es hat sich nichts geändert. Ging er an einen anderen Zugang von Ihnen, melden Sie sich ab und nehmen Sie diesen.',
  },
};

/** What whoever is turned away reads. */
export const ENTRANCE_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
