import type { Language } from '../domain/wording.js';
import type { Notice } from '../pages/page-error.js';
import type { SignInFailure } from './sign-in-error.js';

interface SignInWords {
  readonly needed: Notice;
  readonly forged: Notice;
  readonly foreignAddress: Notice;
  readonly tooMany: Notice;
  readonly signedOut: Notice;
  readonly notSignedOut: Notice;
  readonly again: string;
  readonly failures: Readonly<Record<SignInFailure, Notice>>;
}

const en: SignInWords = {
  needed: { title: 'Please sign in', text: 'This page is for signed-in customers.' },
  forged: {
    title: 'That was not sent',
    text: 'The page was open for too long, or the form did not come from us. Nothing has changed. Go back, reload the page and try again.',
  },
  foreignAddress: {
    title: 'This address is not valid',
    text: 'It would lead away from our pages. Nothing has happened.',
  },
  tooMany: {
    title: 'One moment, please',
    text: 'Very many sign-ins come from your connection at the moment, so we let no more through. Nothing has changed. Wait a minute, then sign in again.',
  },
  signedOut: {
    title: 'You are signed out here',
    text: 'Your session on these pages is over. If you did not confirm on the sign-in page that you sign out there, too, that sign-in goes on: on a device that others use as well, close all windows of the browser.',
  },
  notSignedOut: {
    title: 'You are signed in',
    text: 'You have signed in since. “Sign out” above ends that, too.',
  },
  again: 'Sign in again',
  failures: {
    cancelled: { title: 'You are not signed in', text: 'You cancelled signing in. Nothing has changed.' },
    'unknown-answer': {
      title: 'Signing in did not work',
      text: 'This attempt is over or was made in another browser. Please start again; your browser must accept our cookie.',
    },
    'invalid-answer': {
      title: 'Signing in did not work',
      text: 'The answer of the sign-in was not valid. Please start again.',
    },
    'no-customer': {
      title: 'Signing in did not work',
      text: 'Your login belongs to no customer number. Please sign in with the login of your contract.',
    },
    'issuer-unavailable': {
      title: 'Signing in is not possible now',
      text: 'The sign-in does not answer. Please try again in a few minutes.',
    },
  },
};

const de: SignInWords = {
  needed: { title: 'Bitte melden Sie sich an', text: 'Diese Seite ist für angemeldete Kunden.' },
  forged: {
    title: 'Das wurde nicht gesendet',
    text: 'Die Seite war zu lange offen, oder das Formular kam nicht von uns. Es hat sich nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  },
  foreignAddress: {
    title: 'Diese Adresse ist nicht gültig',
    text: 'Sie würde von unseren Seiten wegführen. Es ist nichts geschehen.',
  },
  tooMany: {
    title: 'Einen Moment bitte',
    text: 'Von Ihrem Anschluss kommen gerade sehr viele Anmeldungen; daher lassen wir keine weiteren durch. Es hat sich nichts geändert. Warten Sie eine Minute, und melden Sie sich dann noch einmal an.',
  },
  signedOut: {
    title: 'Sie sind hier abgemeldet',
    text: 'Ihre Sitzung auf diesen Seiten ist beendet. Haben Sie auf der Anmeldeseite nicht bestätigt, dass Sie sich auch dort abmelden, gilt die Anmeldung dort weiter: Schließen Sie an einem Gerät, das auch andere nutzen, alle Fenster des Browsers.',
  },
  notSignedOut: {
    title: 'Sie sind angemeldet',
    text: 'Sie haben sich inzwischen wieder angemeldet. „Abmelden“ oben beendet auch das.',
  },
  again: 'Noch einmal anmelden',
  failures: {
    cancelled: {
      title: 'Sie sind nicht angemeldet',
      text: 'Sie haben die Anmeldung abgebrochen. Es hat sich nichts geändert.',
    },
    'unknown-answer': {
      title: 'Die Anmeldung hat nicht geklappt',
      text: 'Dieser Versuch ist vorbei oder wurde in einem anderen Browser begonnen. Bitte beginnen Sie noch einmal; Ihr Browser muss unser Cookie annehmen.',
    },
    'invalid-answer': {
      title: 'Die Anmeldung hat nicht geklappt',
      text: 'Die Antwort der Anmeldung war nicht gültig. Bitte beginnen Sie noch einmal.',
    },
    'no-customer': {
      title: 'Die Anmeldung hat nicht geklappt',
      text: 'Zu Ihrem Zugang gehört keine Kundennummer. Bitte melden Sie sich mit dem Zugang Ihres Vertrags an.',
    },
    'issuer-unavailable': {
      title: 'Die Anmeldung ist gerade nicht möglich',
      text: 'Die Anmeldung antwortet nicht. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    },
  },
};

/** Every word around signing in. */
export const SIGN_IN_WORDS: Readonly<Record<Language, SignInWords>> = { de, en };
