import type { Phase } from '../domain/phase.js';
import type { Language } from '../domain/wording.js';

const en = {
  register: {
    title: (total: string) => `Take part: up to ${total}\u00a0MB`,
    intro:
      'You were invited. Read the terms, tick both boxes, and your first data volume is credited. It costs nothing, and you can leave at any time.',
    until: (day: string) => `You can join until ${day}.`,
    runs: (day: string) => `If you join now, the time without a call runs until ${day}.`,
    termsTitle: 'Terms of participation',
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
  },
  waiting: {
    title: 'You are in',
    text: 'Thank you. Your registration is being entered; that takes a moment.',
    link: 'Show my programme',
  },
  others: {
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
  },
  mine: {
    title: 'My programme',
    megabytes: (value: string) => `${value}\u00a0MB`,
    credited: 'credited',
    pending: 'being credited',
    failed: 'could not be credited yet; we are looking into it',
    open: 'still to earn',
    tasks: 'Your tasks',
    states: {
      credited: 'done and credited',
      pending: 'done, is being credited',
      failed: 'done, crediting takes longer',
      reached: 'done',
      open: 'open',
      closed: 'no longer possible',
    },
    usable: (day: string) => `usable until ${day}`,
    used: (day: string) => `was usable until ${day}`,
    links: { 'video-watched': 'Watch the video', 'app-installed': 'Get the app' } as Readonly<
      Record<string, string>
    >,
    quiet: {
      title: 'The time without a call',
      share: (percent: string) => `${percent} done`,
      from: (day: string) => `since ${day}`,
      until: (day: string) => `until ${day}`,
      running: (day: string, megabytes: string) =>
        `No counted call to the hotline until ${day}, and you get ${megabytes}.`,
      settling: (day: string, megabytes: string) =>
        `Done! We wait for calls that are reported late, then you get ${megabytes}: on ${day}.`,
      lost: (megabytes: string) => `The chance of ${megabytes} is lost because of a call to the hotline.`,
      paused: 'It does not count at the moment, as you were dropped.',
      paid: (megabytes: string) => `You made it: ${megabytes}.`,
      over: 'It is over.',
      ends: 'What would end it: a call to the hotline that counts. Calls by which you use a right never count.',
    },
    visit: {
      title: 'Your visits',
      last: (day: string) => `Your last visit: ${day}.`,
      due: (day: string) => `Your next visit is due by ${day}. Opening this page is a visit.`,
      none: 'You need no further visit.',
    },
    story: 'What happened, and why',
    empty: 'Nothing yet.',
    barred: {
      forfeited: 'A call ended the chance of the large reward',
      dropped: 'You were dropped',
      call: (day: string) =>
        `On ${day} a call from you to the hotline was logged, and it counts. What you got stays yours, and tasks that are open below still pay.`,
      inactive: (day: string) =>
        `There was no visit for too long, so on ${day} the rule on visits ended your participation. What you got stays yours.`,
      until: (day: string) => `You can appeal until ${day}. Then it is final.`,
    },
    appeal: {
      title: 'Appeal',
      intro: {
        forfeited:
          'Was it not your call, or was it about something that does not count? Tell us. A person decides.',
        dropped: 'Were you in the customer area after all, or could you not come? Tell us. A person decides.',
      },
      label: 'What happened?',
      hint: 'At most 2,000 characters. Please no passwords or bank details.',
      button: 'Send the appeal',
      missing: 'Please write what happened, in at most 2,000 characters.',
      sent: (day: string) => `Your appeal of ${day} has arrived. A person looks at it and decides.`,
      declined: (day: string) => `A person has looked at your appeal of ${day} and declined it:`,
    },
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
  },
};

const de: typeof en = {
  register: {
    title: (total) => `Mitmachen: bis zu ${total}\u00a0MB`,
    intro:
      'Sie sind eingeladen. Lesen Sie die Bedingungen, kreuzen Sie beide Felder an, und Sie erhalten Ihr erstes Datenvolumen. Es kostet nichts, und Sie können jederzeit aussteigen.',
    until: (day) => `Sie können bis zum ${day} mitmachen.`,
    runs: (day) => `Machen Sie jetzt mit, läuft die Zeit ohne Anruf bis zum ${day}.`,
    termsTitle: 'Teilnahmebedingungen',
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
  },
  waiting: {
    title: 'Sie sind dabei',
    text: 'Vielen Dank. Ihre Registrierung wird eingetragen; das dauert einen Moment.',
    link: 'Mein Programm anzeigen',
  },
  others: {
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
  },
  mine: {
    title: 'Mein Programm',
    megabytes: (value) => `${value}\u00a0MB`,
    credited: 'gutgeschrieben',
    pending: 'werden gutgeschrieben',
    failed: 'noch nicht gutgeschrieben; wir kümmern uns darum',
    open: 'noch zu holen',
    tasks: 'Ihre Aufgaben',
    states: {
      credited: 'erledigt und gutgeschrieben',
      pending: 'erledigt, wird gutgeschrieben',
      failed: 'erledigt, die Gutschrift dauert länger',
      reached: 'erledigt',
      open: 'offen',
      closed: 'nicht mehr möglich',
    },
    usable: (day) => `nutzbar bis ${day}`,
    used: (day) => `war nutzbar bis ${day}`,
    links: { 'video-watched': 'Zum Video', 'app-installed': 'Zur App' },
    quiet: {
      title: 'Die Zeit ohne Anruf',
      share: (percent) => `${percent} geschafft`,
      from: (day) => `seit ${day}`,
      until: (day) => `bis ${day}`,
      running: (day, megabytes) =>
        `Bis zum ${day} kein zählender Anruf bei der Hotline, und Sie erhalten ${megabytes}.`,
      settling: (day, megabytes) =>
        `Geschafft! Wir warten noch auf Anrufe, die spät gemeldet werden; dann erhalten Sie ${megabytes}: am ${day}.`,
      lost: (megabytes) => `Die Chance auf ${megabytes} ist durch einen Anruf bei der Hotline entfallen.`,
      paused: 'Sie zählt im Moment nicht, da Sie ausgeschieden sind.',
      paid: (megabytes) => `Geschafft: ${megabytes}.`,
      over: 'Sie ist vorbei.',
      ends: 'Was sie beenden würde: ein Anruf bei der Hotline, der zählt. Anrufe, mit denen Sie ein Recht wahrnehmen, zählen nie.',
    },
    visit: {
      title: 'Ihre Besuche',
      last: (day) => `Ihr letzter Besuch: ${day}.`,
      due: (day) => `Ihr nächster Besuch ist bis zum ${day} fällig. Diese Seite zu öffnen ist ein Besuch.`,
      none: 'Sie brauchen keinen weiteren Besuch.',
    },
    story: 'Was geschehen ist, und warum',
    empty: 'Noch nichts.',
    barred: {
      forfeited: 'Ein Anruf hat die Chance auf die große Belohnung beendet',
      dropped: 'Sie sind ausgeschieden',
      call: (day) =>
        `Am ${day} wurde ein Anruf von Ihnen bei der Hotline vermerkt, und er zählt. Was Sie erhalten haben, behalten Sie, und Aufgaben, die unten noch offen sind, zahlen weiter.`,
      inactive: (day) =>
        `Zu lange gab es keinen Besuch; daher hat die Besuchsregel Ihre Teilnahme am ${day} beendet. Was Sie erhalten haben, behalten Sie.`,
      until: (day) => `Sie können bis zum ${day} Einspruch erheben. Danach bleibt es dabei.`,
    },
    appeal: {
      title: 'Einspruch',
      intro: {
        forfeited:
          'War es nicht Ihr Anruf, oder ging es um etwas, das nicht zählt? Sagen Sie es uns. Ein Mensch entscheidet.',
        dropped:
          'Waren Sie doch im Kundenbereich, oder konnten Sie nicht kommen? Sagen Sie es uns. Ein Mensch entscheidet.',
      },
      label: 'Was ist geschehen?',
      hint: 'Höchstens 2.000 Zeichen. Bitte keine Passwörter oder Bankdaten.',
      button: 'Einspruch senden',
      missing: 'Bitte schreiben Sie, was geschehen ist, in höchstens 2.000 Zeichen.',
      sent: (day) => `Ihr Einspruch vom ${day} ist angekommen. Ein Mensch sieht ihn an und entscheidet.`,
      declined: (day) => `Ein Mensch hat Ihren Einspruch vom ${day} geprüft und abgelehnt:`,
    },
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
  },
};

/** Every word on the pages of a customer's own participation. */
export const MY_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
