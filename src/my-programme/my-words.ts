import type { Language } from '../domain/wording.js';

const en = {
  title: 'My programme',
  ended: {
    completed: 'You have completed the programme. Congratulations!',
    left: 'You have left the programme.',
    'consent-withdrawn': 'You have withdrawn your consent, so your participation has ended.',
    'contract-ended': 'Your contract has ended, and with it your participation.',
    erased: 'Your data are being erased.',
    inactive: 'Your participation has ended, as there was no visit for too long.',
    'hotline-called': 'The programme has ended without the large reward, because of a call to the hotline.',
    kept: 'What was credited stays yours.',
  } as Readonly<Record<string, string>>,
};

const de: typeof en = {
  title: 'Mein Programm',
  ended: {
    completed: 'Sie haben das Programm abgeschlossen. Glückwunsch!',
    left: 'Sie haben das Programm verlassen.',
    'consent-withdrawn': 'Sie haben Ihre Einwilligung widerrufen; damit ist Ihre Teilnahme beendet.',
    'contract-ended': 'Ihr Vertrag ist beendet und mit ihm Ihre Teilnahme.',
    erased: 'Ihre Daten werden gelöscht.',
    inactive: 'Ihre Teilnahme ist beendet, da es zu lange keinen Besuch gab.',
    'hotline-called':
      'Das Programm ist ohne die große Belohnung beendet, wegen eines Anrufs bei der Hotline.',
    kept: 'Was gutgeschrieben ist, behalten Sie.',
  },
};

/** The words of a customer's own page that stand in none of its parts. */
export const MY_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
