import type { Language } from '../domain/wording.js';

const en = {
  title: 'Help',
  label: 'What is it about?',
  button: 'Search',
  all: 'All articles',
  found: (count: number, query: string) =>
    count === 1 ? `One article about “${query}”` : `${count} articles about “${query}”`,
  nothing: (query: string) => `Nothing found about “${query}”`,
  next: [
    'Try another or a single word, such as “bill” instead of “invoice number”.',
    'Check the spelling.',
    'Look through the articles below; there are not many.',
  ],
  ask: 'Ask somebody instead:',
  tooLong: (most: number) =>
    `That is more than the search can take in. Please use a few words, ${most} characters at most.`,
  back: 'All articles',
  more: 'Not what you were looking for?',
};

const de: typeof en = {
  title: 'Hilfe',
  label: 'Worum geht es?',
  button: 'Suchen',
  all: 'Alle Artikel',
  found: (count, query) => (count === 1 ? `Ein Artikel zu „${query}“` : `${count} Artikel zu „${query}“`),
  nothing: (query) => `Nichts gefunden zu „${query}“`,
  next: [
    'Versuchen Sie ein anderes oder ein einzelnes Wort, etwa „Rechnung“ statt „Belegnummer“.',
    'Prüfen Sie die Schreibweise.',
    'Sehen Sie die Artikel unten durch; es sind nicht viele.',
  ],
  ask: 'Oder fragen Sie jemanden:',
  tooLong: (most) =>
    `Das ist mehr, als die Suche aufnehmen kann. Bitte nehmen Sie wenige Wörter, höchstens ${most} Zeichen.`,
  back: 'Alle Artikel',
  more: 'Nicht das, was Sie gesucht haben?',
};

/** Every word around the articles. */
export const HELP_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
