import type { Language } from '../../domain/wording.js';

const en = {
  title: (total: string) => `Take part: up to ${total}\u00a0MB`,
  intro: (first: boolean) =>
    `You were invited. Read the terms, tick both boxes, and ${first ? 'your first data volume is credited' : 'you take part'}. It costs nothing, and you can leave at any time.`,
  until: (day: string) => `You can join until ${day}.`,
  runs: (day: string) => `If you join now, the time without a call runs until ${day}.`,
  version: (version: string) => `Version ${version}`,
  legend: 'Your consent',
  privacy: 'I have read the privacy notice and agree to the processing of my data for this programme.',
  privacyLink: 'Read the privacy notice',
  terms: 'I accept the terms of participation above.',
  withdraw:
    'You can withdraw your consent at any time in the settings, as easily as you give it here. What was credited stays yours.',
  button: 'Take part now',
  problems: {
    title: 'Something is missing',
    'privacy-missing': 'Please tick that you agree to the privacy notice.',
    'terms-missing': 'Please tick that you accept the terms.',
    changed: 'The texts have changed since you opened the page. Please read them and confirm again.',
  },
  waiting: {
    title: 'You are in',
    text: 'Thank you. Your registration is being entered; that takes a moment.',
    link: 'Show my programme',
  },
};

const de: typeof en = {
  title: (total) => `Mitmachen: bis zu ${total}\u00a0MB`,
  intro: (first) =>
    `Sie sind eingeladen. Lesen Sie die Bedingungen, kreuzen Sie beide Felder an, und Sie ${first ? 'erhalten Ihr erstes Datenvolumen' : 'nehmen teil'}. Es kostet nichts, und Sie können jederzeit aussteigen.`,
  until: (day) => `Sie können bis zum ${day} mitmachen.`,
  runs: (day) => `Machen Sie jetzt mit, läuft die Zeit ohne Anruf bis zum ${day}.`,
  version: (version) => `Fassung ${version}`,
  legend: 'Ihre Einwilligung',
  privacy:
    'Ich habe die Datenschutzhinweise gelesen und willige in die Verarbeitung meiner Daten für dieses Programm ein.',
  privacyLink: 'Datenschutzhinweise lesen',
  terms: 'Ich stimme den Teilnahmebedingungen oben zu.',
  withdraw:
    'Sie können Ihre Einwilligung jederzeit in den Einstellungen widerrufen, so leicht, wie Sie sie hier geben. Was gutgeschrieben ist, behalten Sie.',
  button: 'Jetzt mitmachen',
  problems: {
    title: 'Es fehlt etwas',
    'privacy-missing': 'Bitte kreuzen Sie an, dass Sie den Datenschutzhinweisen zustimmen.',
    'terms-missing': 'Bitte kreuzen Sie an, dass Sie den Teilnahmebedingungen zustimmen.',
    changed:
      'Die Texte haben sich geändert, seit Sie die Seite geöffnet haben. Bitte lesen und bestätigen Sie sie noch einmal.',
  },
  waiting: {
    title: 'Sie sind dabei',
    text: 'Vielen Dank. Ihre Registrierung wird eingetragen; das dauert einen Moment.',
    link: 'Mein Programm anzeigen',
  },
};

/** Every word of the form to take part. */
export const REGISTER_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
