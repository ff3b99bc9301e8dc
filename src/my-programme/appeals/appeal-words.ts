import type { Language } from '../../domain/wording.js';

const en = {
  barred: {
    forfeited: 'A call ended the chance of the large reward',
    dropped: 'You were dropped',
    call: (day: string) =>
      `On ${day} a call from you to the hotline was logged, and it counts. What you got stays yours, and tasks that are open below still pay.`,
    inactive: (day: string) =>
      `There was no visit for too long, so on ${day} the rule on visits ended your participation. What you got stays yours.`,
    until: (day: string) => `You can appeal until ${day}.`,
  },
  title: 'Appeal',
  intro: {
    forfeited: 'Was it not your call, or was it about something that does not count? Tell us.',
    dropped: 'Were you in the customer area after all, or could you not come? Tell us.',
  },
  decided: (day: string) =>
    `A person can decide until ${day}. If nobody has decided by then, it stays as it is.`,
  early: 'The earlier you write, the more time there is.',
  label: 'What happened?',
  hint: 'At most 2,000 characters. Please no passwords or bank details.',
  button: 'Send the appeal',
  unsent: {
    missing: 'Please write what happened, in at most 2,000 characters.',
    'signed-out':
      'Your appeal has not been sent yet, as you were signed out meanwhile. Your text is here: please send it now.',
  },
  sent: (day: string) => `Your appeal of ${day} has arrived.`,
  declined: (day: string) => `A person has looked at your appeal of ${day} and declined it:`,
};

const de: typeof en = {
  barred: {
    forfeited: 'Ein Anruf hat die Chance auf die große Belohnung beendet',
    dropped: 'Sie sind ausgeschieden',
    call: (day) =>
      `Am ${day} wurde ein Anruf von Ihnen bei der Hotline vermerkt, und er zählt. Was Sie erhalten haben, behalten Sie, und Aufgaben, die unten noch offen sind, zahlen weiter.`,
    inactive: (day) =>
      `Zu lange gab es keinen Besuch; daher hat die Besuchsregel Ihre Teilnahme am ${day} beendet. Was Sie erhalten haben, behalten Sie.`,
    until: (day) => `Sie können bis zum ${day} Einspruch erheben.`,
  },
  title: 'Einspruch',
  intro: {
    forfeited: 'War es nicht Ihr Anruf, oder ging es um etwas, das nicht zählt? Sagen Sie es uns.',
    dropped: 'Waren Sie doch im Kundenbereich, oder konnten Sie nicht kommen? Sagen Sie es uns.',
  },
  decided: (day) =>
    `Ein Mensch kann bis zum ${day} entscheiden. Hat bis dahin niemand entschieden, bleibt es dabei.`,
  early: 'Je früher Sie schreiben, desto mehr Zeit bleibt dafür.',
  label: 'Was ist geschehen?',
  hint: 'Höchstens 2.000 Zeichen. Bitte keine Passwörter oder Bankdaten.',
  button: 'Einspruch senden',
  unsent: {
    missing: 'Bitte schreiben Sie, was geschehen ist, in höchstens 2.000 Zeichen.',
    'signed-out':
      'Ihr Einspruch ist noch nicht gesendet, da Sie inzwischen abgemeldet waren. Ihr Text steht hier: Bitte senden Sie ihn jetzt.',
  },
  sent: (day) => `Ihr Einspruch vom ${day} ist angekommen.`,
  declined: (day) => `Ein Mensch hat Ihren Einspruch vom ${day} geprüft und abgelehnt:`,
};

/** Every word about what is lost, and how to appeal. */
export const APPEAL_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
