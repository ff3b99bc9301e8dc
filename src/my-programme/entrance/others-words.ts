import type { Phase } from '../../domain/phase.js';
import type { Language } from '../../domain/wording.js';

const en = {
  title: 'Your other programmes',
  named: (title: string, code: string) => `${title} (${code})`,
  phases: {
    invited: 'You are invited and can take part.',
    quiet: 'You take part.',
    settling: 'You take part; the time without a call is over.',
    forfeited: 'You take part; the chance of the large reward is lost.',
    dropped: 'You were dropped and can appeal.',
    completed: 'Completed.',
    ended: 'Ended.',
  } as Readonly<Record<Phase, string>>,
};

const de: typeof en = {
  title: 'Ihre weiteren Programme',
  named: (title, code) => `${title} (${code})`,
  phases: {
    invited: 'Sie sind eingeladen und können teilnehmen.',
    quiet: 'Sie nehmen teil.',
    settling: 'Sie nehmen teil; die Zeit ohne Anruf ist um.',
    forfeited: 'Sie nehmen teil; die Chance auf die große Belohnung ist entfallen.',
    dropped: 'Sie sind ausgeschieden und können Einspruch erheben.',
    completed: 'Abgeschlossen.',
    ended: 'Beendet.',
  },
};

/** Every word about a customer's other programmes. */
export const OTHERS_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
