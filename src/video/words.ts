import type { Language } from '../domain/wording.js';

const en = {
  title: 'Your bill, explained',
  intro: (seconds: number) => `${seconds} seconds, without sound, with captions.`,
  captions: { de: 'German', en: 'English' } satisfies Record<Language, string>,
  noVideo: 'Your browser cannot play the video. All that it says stands below.',
  file: 'Open the video by itself',
  counts: 'When it counts',
  rules: [
    'At least 90 % of the video must have been played, in one go or in several, also on different days.',
    'Skipping forward does not count, nor playing faster than one and a half times.',
    'Counting needs JavaScript, and that you are signed in. Without it you can still read everything below.',
  ],
  status: {
    ready: 'Start the video: your progress shows here.',
    share: 'Played so far:',
    watched: 'Done: the video counts.',
    retry: 'Your progress has not reached us. We keep trying; please leave this page open.',
    signIn: 'You are no longer signed in. Please sign in again, then it goes on counting.',
    nothing:
      'Watching does not count here, or no longer: you take part in nothing that is running. You can watch the video all the same.',
  },
  notSignedIn: 'You are not signed in, so nothing is counted here. You can watch the video all the same.',
  signIn: 'Sign in',
  transcript: 'What the video says',
  article: 'More about the bill: the article in the help',
};

const de: typeof en = {
  title: 'Ihre Rechnung, erklärt',
  intro: (seconds) => `${seconds} Sekunden, ohne Ton, mit Untertiteln.`,
  captions: { de: 'Deutsch', en: 'Englisch' },
  noVideo: 'Ihr Browser kann das Video nicht abspielen. Alles, was es sagt, steht unten.',
  file: 'Das Video für sich öffnen',
  counts: 'Wann es zählt',
  rules: [
    'Mindestens 90 % des Videos müssen gespielt worden sein, am Stück oder in Teilen, auch an verschiedenen Tagen.',
    'Vorspulen zählt nicht, schneller als mit anderthalbfacher Geschwindigkeit auch nicht.',
    'Das Zählen braucht JavaScript, und dass Sie angemeldet sind. Auch ohne können Sie unten alles lesen.',
  ],
  status: {
    ready: 'Starten Sie das Video: Hier sehen Sie, wie weit Sie sind.',
    share: 'Bisher gespielt:',
    watched: 'Geschafft: Das Video zählt.',
    retry:
      'Ihr Fortschritt hat uns nicht erreicht. Wir versuchen es weiter; lassen Sie die Seite bitte offen.',
    signIn: 'Sie sind nicht mehr angemeldet. Melden Sie sich bitte wieder an, dann zählt es weiter.',
    nothing:
      'Hier zählt das Ansehen nicht oder nicht mehr: Sie nehmen an nichts teil, das läuft. Ansehen können Sie das Video trotzdem.',
  },
  notSignedIn:
    'Sie sind nicht angemeldet, deshalb wird hier nichts gezählt. Ansehen können Sie das Video trotzdem.',
  signIn: 'Anmelden',
  transcript: 'Was das Video sagt',
  article: 'Mehr zur Rechnung: der Artikel in der Hilfe',
};

/** Every word around the video. */
export const VIDEO_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
