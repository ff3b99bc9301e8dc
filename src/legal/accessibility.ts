import type { Language } from '../domain/wording.js';
import type { Notice } from './texts.js';

/** Whose pages they are, and who hears of barriers. */
export interface Provider {
  readonly name: string;
  readonly imprint: string;
  readonly accessibilityContact: string;
}

const AUTHORITY =
  'Marktüberwachungsstelle der Länder für die Barrierefreiheit von Produkten und Dienstleistungen (MLBF), Magdeburg, MLBF@ms.sachsen-anhalt.de';

/** The product's accessibility statement for this installation. */
export function accessibilityStatement(provider: Provider, language: Language): Notice {
  return STATEMENTS[language](provider);
}

const STATEMENTS: Readonly<Record<Language, (provider: Provider) => Notice>> = {
  de: ({ name, imprint, accessibilityContact }) => ({
    title: 'Erklärung zur Barrierefreiheit',
    sections: [
      [
        'Für welchen Dienst',
        `Diese Erklärung gilt für die Seiten des Bonusprogramms von ${name}: Programm, Registrierung, „Mein Programm“, Hilfe, Video und Einstellungen. Mit ihnen nehmen eingeladene Kunden am Programm teil und sehen, was ihnen zusteht.`,
      ],
      [
        'Woran wir uns halten',
        'Das Barrierefreiheitsstärkungsgesetz (BFSG) mit seiner Verordnung, die Norm EN 301 549 und die Web Content Accessibility Guidelines (WCAG) 2.2, Stufe AA.',
      ],
      [
        'Wie die Seiten das erfüllen',
        'Alles ist mit der Tastatur erreichbar, der Fokus bleibt sichtbar, und ein Sprunglink führt zum Inhalt. Überschriften, Listen, Formulare und Sprachen sind so ausgezeichnet, dass Screenreader sie vorlesen.',
        'Die Seiten passen sich an kleine Bildschirme, große Schrift und 400 % Vergrößerung an, auch mit dunklem Hintergrund. Nichts wird allein durch Farbe gesagt, und nichts muss schnell geschehen.',
        'Sie funktionieren ohne JavaScript; nur ob das Video zu Ende gespielt wurde, lässt sich ohne nicht zählen.',
        'Das Video hat keinen Ton. Untertitel gibt es auf Deutsch und Englisch, und sein ganzer Inhalt steht darunter als Text.',
        'Fehler in Formularen werden in Worten genannt, Eingaben bleiben erhalten.',
      ],
      [
        'Was noch nicht barrierefrei ist',
        'Das Video gibt es nicht in Gebärdensprache und die Seiten nicht in Leichter Sprache. Links zu Forum, Chat, Vertrag, Rechnungen und App-Stores führen auf andere Seiten, für die diese Erklärung nicht gilt.',
      ],
      [
        'Wie wir prüfen',
        'Durch Selbstbewertung: automatische Prüfungen bei jeder Änderung, dazu Bedienung allein mit der Tastatur. Stand dieser Erklärung: November 2026.',
      ],
      [
        'Barriere melden',
        `Ist etwas nicht zugänglich, schreiben Sie uns bitte: ${accessibilityContact}. Nennen Sie die Seite und was nicht ging; Sie erhalten dann auch den Inhalt auf einem anderen Weg. Ein Anruf deswegen kostet Sie nie den Bonus.`,
        imprint,
      ],
      ['Zuständige Behörde', `Hilft das nicht, können Sie sich wenden an: ${AUTHORITY}`],
    ],
  }),
  en: ({ name, imprint, accessibilityContact }) => ({
    title: 'Accessibility statement',
    sections: [
      [
        'For which service',
        `This statement covers the pages of the bonus programme of ${name}: programme, registration, “My programme”, help, video and settings. With them invited customers take part in the programme and see what is theirs.`,
      ],
      [
        'What we keep to',
        'The German Accessibility Strengthening Act (BFSG) with its ordinance, the standard EN 301 549 and the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.',
      ],
      [
        'How the pages do so',
        'Everything can be reached by keyboard, focus stays visible, and a skip link leads to the content. Headings, lists, forms and languages are marked so that screen readers can read them.',
        'The pages adapt to small screens, large type and 400 % zoom, also on a dark background. Nothing is said by colour alone, and nothing has to be done quickly.',
        'They work without JavaScript; only whether the video was played to its end cannot be counted without it.',
        'The video has no sound. There are captions in German and English, and all that it says stands below it as text.',
        'Errors in forms are said in words, and what was entered is kept.',
      ],
      [
        'What is not accessible yet',
        'The video is not available in sign language, nor the pages in easy-to-read language. Links to forum, chat, contract, bills and app stores lead to other pages, which this statement does not cover.',
      ],
      [
        'How we check',
        'By self-assessment: automatic checks with every change, and operation by keyboard alone. This statement is of November 2026.',
      ],
      [
        'Report a barrier',
        `If something is not accessible, please write to us: ${accessibilityContact}. Name the page and what did not work; you then also get the content in another way. A call about it never costs you the bonus.`,
        imprint,
      ],
      ['Competent authority', `If that does not help, you can turn to: ${AUTHORITY}`],
    ],
  }),
};
