import type { Place } from '../domain/places.js';
import type { Language } from '../domain/wording.js';

type Tile = readonly [title: string, text: string];

/** `perks` bears the operator's own name, as such offers do. */
const en = {
  title: 'Sort it out online',
  intro: 'At any hour, without waiting. Signed in, every step here counts as a visit to your customer area.',
  tiles: (operator: string): Readonly<Record<Place, Tile>> => ({
    contract: ['Contract', 'Tariff, term and options'],
    bills: ['Bills', 'Look at them, download them'],
    'data-usage': ['Data usage', 'How much volume is left'],
    perks: [`More ${operator}`, 'Perks for customers'],
    offers: ['Personal offers', 'Put together for you'],
    forum: ['Forum', 'Customers help customers'],
    chat: ['Chat', 'Write with our service'],
    'app-ios': ['App Store', 'For iPhone and iPad'],
    'app-android': ['Google Play', 'For Android'],
  }),
  more: 'Also here',
  help: 'Help: search for an answer',
  video: 'Video: your bill explained',
  app: {
    title: 'The app for your customer area',
    intro: 'Bills, data volume and contract on your phone, and a message when something changes.',
    stores: 'Install it',
    noStores: 'The app is not available here at the moment. Please look again later.',
    counts: 'What counts',
    rules: [
      'The task is done as soon as the app, with you signed in, reports to us. That usually takes a few minutes after the first sign-in and needs nothing more from you.',
      'Opening the store, or installing the app without signing in, does not count yet.',
      'It counts once, on whichever device. You may remove the app later; what was credited stays yours.',
      'An app that you used before your invitation counts only if the rules of your programme say so.',
      'It is not credited after a day? Open the app once more, sign in, and look again the next day. If it still is missing, ask in the chat or the forum; a call is not needed.',
    ],
  },
};

const de: typeof en = {
  title: 'Online erledigen',
  intro:
    'Zu jeder Zeit, ohne Warten. Wenn Sie angemeldet sind, gilt hier jeder Schritt als Besuch in Ihrem Kundenbereich.',
  tiles: (operator) => ({
    contract: ['Vertrag', 'Tarif, Laufzeit und Optionen'],
    bills: ['Rechnungen', 'Ansehen und herunterladen'],
    'data-usage': ['Daten\u00adverbrauch', 'Wie viel noch übrig ist'],
    perks: [`Mehr ${operator}`, 'Vorteile für Kunden'],
    offers: ['Persönliche Angebote', 'Für Sie zusammengestellt'],
    forum: ['Forum', 'Kunden helfen Kunden'],
    chat: ['Chat', 'Dem Service schreiben'],
    'app-ios': ['App Store', 'Für iPhone und iPad'],
    'app-android': ['Google Play', 'Für Android'],
  }),
  more: 'Außerdem hier',
  help: 'Hilfe: nach einer Antwort suchen',
  video: 'Video: Ihre Rechnung erklärt',
  app: {
    title: 'Die App für Ihren Kundenbereich',
    intro:
      'Rechnungen, Datenvolumen und Vertrag auf dem Telefon, und eine Nachricht, wenn sich etwas ändert.',
    stores: 'Installieren',
    noStores: 'Die App ist hier zurzeit nicht verfügbar. Bitte schauen Sie später wieder vorbei.',
    counts: 'Was zählt',
    rules: [
      'Die Aufgabe ist erledigt, sobald sich die App, in der Sie angemeldet sind, bei uns meldet. Das dauert nach der ersten Anmeldung meist wenige Minuten; mehr brauchen Sie nicht zu tun.',
      'Den Store zu öffnen oder die App ohne Anmeldung zu installieren, zählt noch nicht.',
      'Sie zählt einmal, gleich auf welchem Gerät. Später dürfen Sie die App entfernen; was gutgeschrieben ist, behalten Sie.',
      'Eine App, die Sie schon vor der Einladung genutzt haben, zählt nur, wenn die Regeln Ihres Programms es so sagen.',
      'Nach einem Tag ist nichts gutgeschrieben? Öffnen Sie die App noch einmal, melden Sie sich an, und schauen Sie am nächsten Tag wieder nach. Fehlt es dann immer noch, fragen Sie im Chat oder im Forum; ein Anruf ist nicht nötig.',
    ],
  },
};

/** Every word about the operator's places. */
export const PLACE_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
