import type { Language } from '../domain/wording.js';

/** The parts of the bill, in the order in which the video shows them; nothing is marked at its beginning and end. */
export const PARTS = [
  'opening',
  'customer',
  'period',
  'charges',
  'usage',
  'credits',
  'total',
  'closing',
] as const;

export type Part = (typeof PARTS)[number];

/** How long a part is shown, in milliseconds; the change to the next one begins within it. */
export const SHOWN_MS = 3_500;

/** How long the video is, in milliseconds. */
export const DURATION_MS = SHOWN_MS * PARTS.length;

/** What the video says of a part: the heading on its slide, and the words below it. */
export interface Said {
  readonly heading: string;
  readonly text: string;
}

/** The words of the video: its slides, its captions and its transcript are made of them alike. */
export const SAID: Readonly<Record<Language, Readonly<Record<Part, Said>>>> = {
  de: {
    opening: { heading: 'Ihre Rechnung, erklärt', text: 'Sechs Teile in einer halben Minute.' },
    customer: {
      heading: 'Ihre Daten',
      text: 'Oben stehen Name, Kundennummer und Rechnungsnummer.',
    },
    period: {
      heading: 'Der Zeitraum',
      text: 'Grundgebühren gelten meist für den kommenden Monat, Verbrauch für den letzten.',
    },
    charges: { heading: 'Grundgebühren', text: 'Ihr Tarif und jede gebuchte Option, mit ihrem Preis.' },
    usage: {
      heading: 'Verbrauch',
      text: 'Alles, was der Tarif nicht enthält, etwa Gespräche ins Ausland.',
    },
    credits: {
      heading: 'Gutschriften',
      text: 'Rabatte stehen mit einem Minus da. Endet einer, steigt der Betrag.',
    },
    total: { heading: 'Der Betrag', text: 'Was Sie zahlen, und wann es abgebucht wird.' },
    closing: {
      heading: 'Stimmt etwas nicht?',
      text: 'Beanstanden Sie es online, innerhalb von acht Wochen.',
    },
  },
  en: {
    opening: { heading: 'Your bill, explained', text: 'Six parts in half a minute.' },
    customer: { heading: 'Your data', text: 'At the top are name, customer number and bill number.' },
    period: {
      heading: 'The period',
      text: 'Basic charges are mostly for the month to come, usage for the last one.',
    },
    charges: { heading: 'Basic charges', text: 'Your tariff and every option booked, with its price.' },
    usage: { heading: 'Usage', text: 'All that the tariff does not include, such as calls abroad.' },
    credits: {
      heading: 'Credits',
      text: 'Discounts have a minus in front. When one ends, the amount rises.',
    },
    total: { heading: 'The amount', text: 'What you pay, and when it is debited.' },
    closing: { heading: 'Is something wrong?', text: 'Object online, within eight weeks.' },
  },
};
