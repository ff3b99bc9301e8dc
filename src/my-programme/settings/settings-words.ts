import type { Language } from '../../domain/wording.js';

/** What was done just now: something was saved, or a consent withdrawn after the end. */
export const SAVED = ['yes', 'withdrawn'] as const;
export type Saved = (typeof SAVED)[number];

const en = {
  title: 'Settings',
  saved: { yes: 'Saved.', withdrawn: 'Your consent is withdrawn.' } satisfies Record<Saved, string>,
  messages: {
    title: 'Messages',
    intro:
      'This holds for this address in all our programmes. You keep your megabytes. Invitations and reminders that you stop come back only by a new consent.',
    none: 'We hold no address of yours, so we do not write to you. Everything is on this page.',
    to: { sms: (address: string) => `SMS to ${address}`, email: (address: string) => `E-mail to ${address}` },
    choices: {
      none: 'All, also invitations and reminders',
      advertising: 'Only what concerns my participation',
      all: 'None, not even the warning before a visit is overdue',
    },
    advertisingOff:
      'You have stopped invitations and reminders. We send them again only if you give your consent anew.',
    button: 'Save messages',
  },
  language: {
    title: 'Language of the messages',
    button: 'Save language',
    names: { de: 'Deutsch', en: 'English' },
  },
  stop: {
    title: 'Ending things',
    intro: 'These are different things. Each says what it does to your megabytes.',
    messages: 'Stop messages',
    messagesText:
      'Above. You keep your megabytes and go on taking part; but if you stop all of them, nobody reminds you of a visit that is due.',
  },
  leave: {
    title: 'Leave the programme',
    text: 'Your participation ends at once and for good. What you have earned by then is still credited and stays yours; what is open is lost. Your data are kept.',
    link: 'Leave ...',
    button: 'Leave the programme for good',
  },
  withdraw: {
    title: 'Withdraw consent',
    text: 'You withdraw your consent to the privacy notice and the terms for the future. Your participation ends at once and for good. What you have earned by then is still credited and stays yours; what is open is lost.',
    over: 'You withdraw your consent to the privacy notice and the terms for the future. Your participation is over already; you lose nothing by it, and what you have earned stays yours. Your data are kept until you have them erased.',
    link: 'Withdraw ...',
    button: 'Withdraw consent',
    accepted: (day: string, privacy: string, terms: string) =>
      `You gave it here on ${day}: privacy notice of ${privacy}, terms ${terms}.`,
  },
  data: {
    title: 'My data',
    text: 'A file (JSON) with everything that we keep about you: participations, journal, messages, events. Your megabytes are not touched.',
    link: 'Download my data',
  },
  erase: {
    title: 'Erase my data',
    text: 'All your participations end at once and for good. What you have earned by then is credited first, for which we wait three days at most, and stays yours; what could not be credited by then is lost, and so is what is open. Then your addresses and everything else that leads to you are deleted, and nobody can invite you again to a programme to which you were invited or for which you were chosen. It cannot be undone.',
    link: 'Erase ...',
    button: 'Erase my data for good',
    accepted: {
      title: 'Your data are being erased',
      text: (receipt: string) =>
        `You need to do nothing more. If you want to ask us later what was done, by the contact in the privacy notice, name this number: ${receipt}`,
    },
  },
  back: 'Back, change nothing',
  ending: 'We are entering that your participation ends; it takes a moment. Reload the page to see it.',
};

const de: typeof en = {
  title: 'Einstellungen',
  saved: { yes: 'Gespeichert.', withdrawn: 'Ihre Einwilligung ist widerrufen.' },
  messages: {
    title: 'Nachrichten',
    intro:
      'Das gilt für diese Adresse in allen unseren Programmen. Ihre Megabyte behalten Sie. Einladungen und Erinnerungen, die Sie abbestellen, kommen nur durch eine neue Einwilligung zurück.',
    none: 'Wir haben keine Adresse von Ihnen und schreiben Ihnen daher nicht. Alles steht auf dieser Seite.',
    to: { sms: (address) => `SMS an ${address}`, email: (address) => `E-Mail an ${address}` },
    choices: {
      none: 'Alle, auch Einladungen und Erinnerungen',
      advertising: 'Nur, was meine Teilnahme betrifft',
      all: 'Keine, auch nicht die Warnung, bevor ein Besuch überfällig ist',
    },
    advertisingOff:
      'Sie haben Einladungen und Erinnerungen abbestellt. Wir senden sie nur wieder, wenn Sie neu einwilligen.',
    button: 'Nachrichten speichern',
  },
  language: {
    title: 'Sprache der Nachrichten',
    button: 'Sprache speichern',
    names: { de: 'Deutsch', en: 'English' },
  },
  stop: {
    title: 'Etwas beenden',
    intro: 'Das sind verschiedene Dinge. Bei jedem steht, was es mit Ihren Megabyte macht.',
    messages: 'Nachrichten abbestellen',
    messagesText:
      'Oben. Ihre Megabyte behalten Sie, und Sie nehmen weiter teil; bestellen Sie alle ab, erinnert Sie aber niemand an einen fälligen Besuch.',
  },
  leave: {
    title: 'Das Programm verlassen',
    text: 'Ihre Teilnahme endet sofort und endgültig. Was Sie bis dahin verdient haben, wird noch gutgeschrieben und bleibt Ihres; was offen ist, entfällt. Ihre Daten bleiben gespeichert.',
    link: 'Verlassen ...',
    button: 'Das Programm endgültig verlassen',
  },
  withdraw: {
    title: 'Einwilligung widerrufen',
    text: 'Sie widerrufen Ihre Einwilligung in Datenschutzhinweise und Teilnahmebedingungen für die Zukunft. Ihre Teilnahme endet sofort und endgültig. Was Sie bis dahin verdient haben, wird noch gutgeschrieben und bleibt Ihres; was offen ist, entfällt.',
    over: 'Sie widerrufen Ihre Einwilligung in Datenschutzhinweise und Teilnahmebedingungen für die Zukunft. Ihre Teilnahme ist schon zu Ende; Sie verlieren dadurch nichts, und was Sie verdient haben, bleibt Ihres. Ihre Daten bleiben gespeichert, bis Sie sie löschen lassen.',
    link: 'Widerrufen ...',
    button: 'Einwilligung widerrufen',
    accepted: (day, privacy, terms) =>
      `Sie haben sie hier am ${day} gegeben: Datenschutzhinweise vom ${privacy}, Bedingungen ${terms}.`,
  },
  data: {
    title: 'Meine Daten',
    text: 'Eine Datei (JSON) mit allem, was wir über Sie aufbewahren: Teilnahmen, Verlauf, Nachrichten, Meldungen. Ihre Megabyte bleiben davon unberührt.',
    link: 'Meine Daten herunterladen',
  },
  erase: {
    title: 'Meine Daten löschen',
    text: 'Alle Ihre Teilnahmen enden sofort und endgültig. Was Sie bis dahin verdient haben, wird zuerst gutgeschrieben, worauf wir höchstens drei Tage warten, und bleibt Ihres; was bis dahin nicht gutgeschrieben werden konnte, entfällt, ebenso, was offen ist. Dann werden Ihre Adressen und alles andere gelöscht, was zu Ihnen führt, und niemand kann Sie noch einmal zu einem Programm einladen, zu dem Sie eingeladen oder für das Sie ausgewählt waren. Das lässt sich nicht rückgängig machen.',
    link: 'Löschen ...',
    button: 'Meine Daten endgültig löschen',
    accepted: {
      title: 'Ihre Daten werden gelöscht',
      text: (receipt) =>
        `Sie müssen nichts weiter tun. Wollen Sie später wissen, was geschehen ist, nennen Sie uns über den Kontakt in den Datenschutzhinweisen diese Nummer: ${receipt}`,
    },
  },
  back: 'Zurück, nichts ändern',
  ending:
    'Wir tragen ein, dass Ihre Teilnahme endet; das dauert einen Moment. Laden Sie die Seite neu, um es zu sehen.',
};

export type SettingsWords = typeof en;

/** Every word on the settings page and on what it leads to. */
export const SETTINGS_WORDS: Readonly<Record<Language, SettingsWords>> = { de, en };
