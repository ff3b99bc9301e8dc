import type { EndReason } from '../../domain/facts.js';
import type { CallVerdict } from '../../domain/phase.js';
import type { Language } from '../../domain/wording.js';

const en = {
  title: 'What happened, and why',
  titleOf: (part: number, parts: number) => `What happened, and why: page ${part} of ${parts}`,
  earlier: 'What happened before that',
  later: 'What happened after that',
  empty: 'Nothing yet.',
  quietPeriod: 'the time without a call',
  registered: 'You registered. The time without a call began.',
  reached: (task: string) => `Done: ${task}.`,
  calls: {
    counts:
      'A call from you to the hotline was logged. It counts, as it was made in the time without a call and its reason is not exempt.',
    exempt: 'A call was logged. It does not count: its reason is exempt, or we called you.',
    outside: 'A call was logged. It does not count, as it was not made in the time without a call.',
    excused: 'A call was logged. It does not count, as it was made before somebody decided in your favour.',
    retracted: 'A call was logged. It does not count, as it has been taken back.',
    late: 'A call was logged. It does not count, as it was reported too late.',
  } as Readonly<Record<CallVerdict, string>>,
  retracted: 'A call was taken back: it had been logged by mistake and does not count any more.',
  visited: 'A visit was reported late, so you are in again.',
  dropped: 'You were dropped, as there was no visit for too long.',
  reinstated: 'Somebody decided in your favour: you are in again, and earlier calls do not count any more.',
  granted: (megabytes: string, task: string) => `You earned ${megabytes} MB: ${task}.`,
  quietOver: 'The time without a call is over. We wait for calls that are reported late.',
  completed: 'The programme is completed.',
  warned: 'There was no visit for some time, so a warning was due.',
  appealed: 'You appealed.',
  declined: (reason: string) => `Somebody looked at your appeal and declined it: ${reason}`,
  undecided: {
    ended: 'Nobody had decided on your appeal when the time for it was over, so it was not granted.',
    stopped: 'Your participation ended before anybody had decided on your appeal.',
  },
  stopped: (name: string) => `We did not write to you, as you have stopped all messages: ${name}.`,
  sent: (by: string, name: string) => `We wrote to you by ${by}: ${name}.`,
  undelivered: (by: string, name: string) =>
    `We wrote to you by ${by}, but it could not be delivered: ${name}.`,
  channels: { sms: 'SMS', email: 'e-mail' } as Readonly<Record<string, string>>,
  messages: {
    invitation: 'your invitation',
    reminder: 'a reminder of your invitation',
    'half-way': 'half of the time is over',
    welcome: 'welcome',
    'reward-credited': 'data volume was credited',
    'inactivity-warning': 'your next visit is due',
    'quiet-reward-paid': 'the large reward was credited',
    forfeited: 'a call ended the chance of the large reward',
    dropped: 'you were dropped',
    reinstated: 'you are in again',
    resumed: 'you are in again, but without the large reward because of a call',
  } as Readonly<Record<string, string>>,
  ended: {
    left: 'You left the programme. What was earned by then is yours.',
    'consent-withdrawn':
      'You withdrew your consent, so your participation ended. What was earned by then is yours.',
    'contract-ended':
      'Your contract ended, and with it your participation. What was earned by then is yours.',
    erased: 'You asked us to erase your data, so your participation ended.',
    'invitation-expired': 'The invitation ended without a registration.',
    inactive: 'The time to appeal is over: your participation ended, as there was no visit for too long.',
    'hotline-called':
      'The time to appeal is over: the programme ended without the large reward, because of the call.',
  } as Readonly<Record<EndReason, string>>,
};

const de: typeof en = {
  title: 'Was geschehen ist, und warum',
  titleOf: (part, parts) => `Was geschehen ist, und warum: Seite ${part} von ${parts}`,
  earlier: 'Was davor geschah',
  later: 'Was danach geschah',
  empty: 'Noch nichts.',
  quietPeriod: 'die Zeit ohne Anruf',
  registered: 'Sie haben sich registriert. Die Zeit ohne Anruf begann.',
  reached: (task) => `Erledigt: ${task}.`,
  calls: {
    counts:
      'Ein Anruf von Ihnen bei der Hotline wurde vermerkt. Er zählt, denn er fiel in die Zeit ohne Anruf, und sein Grund ist nicht ausgenommen.',
    exempt:
      'Ein Anruf wurde vermerkt. Er zählt nicht: Sein Grund ist ausgenommen, oder wir haben Sie angerufen.',
    outside: 'Ein Anruf wurde vermerkt. Er zählt nicht, denn er fiel nicht in die Zeit ohne Anruf.',
    excused:
      'Ein Anruf wurde vermerkt. Er zählt nicht, denn er fiel in die Zeit, bevor zu Ihren Gunsten entschieden wurde.',
    retracted: 'Ein Anruf wurde vermerkt. Er zählt nicht, denn er ist zurückgenommen.',
    late: 'Ein Anruf wurde vermerkt. Er zählt nicht, denn er wurde zu spät gemeldet.',
  },
  retracted: 'Ein Anruf wurde zurückgenommen: Er war irrtümlich vermerkt und zählt nicht mehr.',
  visited: 'Ein Besuch wurde nachgemeldet; Sie sind wieder dabei.',
  dropped: 'Sie sind ausgeschieden, da es zu lange keinen Besuch gab.',
  reinstated:
    'Ein Mensch hat zu Ihren Gunsten entschieden: Sie sind wieder dabei, und frühere Anrufe zählen nicht mehr.',
  granted: (megabytes, task) => `Sie haben ${megabytes} MB verdient: ${task}.`,
  quietOver: 'Die Zeit ohne Anruf ist um. Wir warten noch auf Anrufe, die spät gemeldet werden.',
  completed: 'Das Programm ist abgeschlossen.',
  warned: 'Es gab länger keinen Besuch; daher war eine Warnung fällig.',
  appealed: 'Sie haben Einspruch erhoben.',
  declined: (reason) => `Ihr Einspruch wurde von einem Menschen geprüft und abgelehnt: ${reason}`,
  undecided: {
    ended:
      'Über Ihren Einspruch hatte niemand entschieden, als die Frist dafür um war; ihm wurde daher nicht stattgegeben.',
    stopped: 'Ihre Teilnahme endete, bevor jemand über Ihren Einspruch entschieden hatte.',
  },
  stopped: (name) => `Wir haben Ihnen nicht geschrieben, da Sie alle Nachrichten abbestellt haben: ${name}.`,
  sent: (by, name) => `Wir haben Ihnen per ${by} geschrieben: ${name}.`,
  undelivered: (by, name) =>
    `Wir haben Ihnen per ${by} geschrieben, es konnte aber nicht zugestellt werden: ${name}.`,
  channels: { sms: 'SMS', email: 'E-Mail' },
  messages: {
    invitation: 'Ihre Einladung',
    reminder: 'Erinnerung an Ihre Einladung',
    'half-way': 'die Hälfte der Zeit ist geschafft',
    welcome: 'Willkommen',
    'reward-credited': 'Datenvolumen gutgeschrieben',
    'inactivity-warning': 'Ihr nächster Besuch ist fällig',
    'quiet-reward-paid': 'die große Belohnung ist gutgeschrieben',
    forfeited: 'ein Anruf hat die Chance auf die große Belohnung beendet',
    dropped: 'Sie sind ausgeschieden',
    reinstated: 'Sie sind wieder dabei',
    resumed: 'Sie sind wieder dabei, wegen eines Anrufs aber ohne die große Belohnung',
  },
  ended: {
    left: 'Sie haben das Programm verlassen. Was bis dahin verdient war, behalten Sie.',
    'consent-withdrawn':
      'Sie haben Ihre Einwilligung widerrufen; damit endete Ihre Teilnahme. Was bis dahin verdient war, behalten Sie.',
    'contract-ended':
      'Ihr Vertrag endete und mit ihm Ihre Teilnahme. Was bis dahin verdient war, behalten Sie.',
    erased: 'Sie haben die Löschung Ihrer Daten verlangt; damit endete Ihre Teilnahme.',
    'invitation-expired': 'Die Einladung endete ohne Registrierung.',
    inactive:
      'Die Frist für einen Einspruch ist um: Ihre Teilnahme ist beendet, da es zu lange keinen Besuch gab.',
    'hotline-called':
      'Die Frist für einen Einspruch ist um: Das Programm ist ohne die große Belohnung beendet, wegen des Anrufs.',
  },
};

/** The journal in words for customers; a missing one does not compile. */
export const STORY_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
