import type { Language } from '../domain/wording.js';

const en = {
  languageName: 'English',
  skip: 'To the content',
  wrong: (title: string) => `Error: ${title}`,
  selfService: 'Sort it out online',
  help: 'Help',
  imprint: 'Imprint',
  privacy: 'Privacy notice',
  accessibility: 'Accessibility',
  ways: {
    signIn: 'Sign in again',
    help: 'To the help',
    signInHelp: 'Help with signing in',
    programme: 'About the programme',
    mine: 'To my programme',
  },
  account: { label: 'My pages', home: 'My programme', settings: 'Settings', signOut: 'Sign out' },
  programme: {
    title: (total: string) => `Up to ${total} MB for you`,
    intro: 'Sort things out online instead of calling the hotline, and get data volume for it.',
    takePart: 'Take part',
    already: 'You take part already?',
    registered: 'You have registered for this programme.',
    terms: 'Terms of participation',
    rewards: 'What you get',
    megabytes: (value: string) => `${value} MB`,
    milestones: {
      registered: 'Register for the programme',
      'video-watched': 'Watch the video that explains your bill',
      'app-installed': 'Install our app',
    } as Readonly<Record<string, string>>,
    quiet: (lasts: string) => `${lasts} without a call to the hotline`,
    usable: (what: string, within: string) => `${what} (usable for ${within})`,
    rules: 'The rules',
    invited: 'Only invited customers take part. Your invitation tells until when you can join.',
    starts: (lasts: string) =>
      `The time without a call starts when you register and lasts ${lasts}. It does not wait for the other tasks.`,
    tasks: 'The tasks pay once each, in any order, until the end of that time.',
    visits: (every: string) =>
      `During that time visit your customer area at least once every ${every}. We remind you in time if we have an address of yours and you have not stopped all messages; whoever stays away is out.`,
    call: 'A call to the hotline ends the chance of the large reward. What you have got stays yours, and the other tasks still count.',
    settles: (after: string) =>
      `The large reward is credited ${after} after the end, as calls may be reported that late.`,
    appeal: (within: string) => `If something is wrong, you can appeal, for ${within} at least.`,
    questions: 'Questions and answers',
    faq: [
      ['What does it cost?', 'Nothing. You can leave whenever you like and keep what you have got.'],
      [
        'And if a call was a mistake?',
        'Tell us: a call that was not yours, or that does not count, is taken back.',
      ],
    ],
  },
  optOut: {
    title: 'Stop messages',
    intro: {
      sms: 'Which SMS shall we no longer send to you?',
      email: 'Which e-mails shall we no longer send to you?',
    },
    advertising: 'Invitations and reminders',
    all: 'All messages, also those about your own participation, such as the warning before a visit is overdue',
    missing: { title: 'Something is missing', text: 'Please choose which messages shall stop.' },
    button: 'Stop them',
    done: 'It is stopped',
    doneText:
      'From now on we no longer send the messages that you chose. You keep your megabytes and go on taking part. If you chose all: nobody reminds you of a visit that is due any more, so please look at My programme in time.',
  },
  notFound: {
    title: 'This link is not valid',
    text: 'Perhaps it was cut off. Open it again from the message.',
  },
  noPage: {
    title: 'This page does not exist',
    text: 'Perhaps the address was mistyped, or the page has moved. The links below lead on.',
  },
  tooMuch: {
    title: 'That was too much',
    text: 'What you sent is longer than we can take. Nothing has changed. Go back, shorten it and send it again.',
  },
  unreadable: {
    title: 'That could not be read',
    text: 'It did not come from one of our pages as it is. Nothing has changed. Go back, reload the page and try again.',
  },
  failed: {
    title: 'Something failed here',
    text: 'That was our fault. Please try again in a few minutes.',
  },
  expired: {
    title: 'This invitation has ended',
    text: 'The time to join is over. Thank you for your interest. The help answers questions, and the imprint below says how to reach us.',
  },
};

const de: typeof en = {
  languageName: 'Deutsch',
  skip: 'Zum Inhalt',
  wrong: (title) => `Fehler: ${title}`,
  selfService: 'Online erledigen',
  help: 'Hilfe',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  accessibility: 'Barrierefreiheit',
  ways: {
    signIn: 'Wieder anmelden',
    help: 'Zur Hilfe',
    signInHelp: 'Hilfe zur Anmeldung',
    programme: 'Über das Programm',
    mine: 'Zu meinem Programm',
  },
  account: {
    label: 'Meine Seiten',
    home: 'Mein Programm',
    settings: 'Einstellungen',
    signOut: 'Abmelden',
  },
  programme: {
    title: (total) => `Bis zu ${total} MB für Sie`,
    intro: 'Klären Sie Ihre Anliegen online statt an der Hotline, und erhalten Sie dafür Datenvolumen.',
    takePart: 'Mitmachen',
    already: 'Sie nehmen schon teil?',
    registered: 'Sie haben sich für dieses Programm registriert.',
    terms: 'Teilnahmebedingungen',
    rewards: 'Das bekommen Sie',
    megabytes: (value) => `${value} MB`,
    milestones: {
      registered: 'Für das Programm registrieren',
      'video-watched': 'Das Video ansehen, das die Rechnung erklärt',
      'app-installed': 'Unsere App installieren',
    },
    quiet: (lasts) => `${lasts} ohne Anruf bei der Hotline`,
    usable: (what, within) => `${what} (${within} nutzbar)`,
    rules: 'Die Regeln',
    invited: 'Nur eingeladene Kunden nehmen teil. In Ihrer Einladung steht, bis wann Sie teilnehmen können.',
    starts: (lasts) =>
      `Die Zeit ohne Anruf beginnt mit der Registrierung und dauert ${lasts}. Sie wartet nicht auf die anderen Aufgaben.`,
    tasks: 'Jede Aufgabe zahlt einmal, in beliebiger Reihenfolge, bis zum Ende dieser Zeit.',
    visits: (every) =>
      `Schauen Sie in dieser Zeit mindestens einmal alle ${every} in Ihrem Kundenbereich vorbei. Wir erinnern Sie rechtzeitig, wenn wir eine Adresse von Ihnen haben und Sie nicht alle Nachrichten abbestellt haben; wer fernbleibt, scheidet aus.`,
    call: 'Mit einem Anruf bei der Hotline entfällt die große Belohnung. Was Sie erhalten haben, behalten Sie, und die übrigen Aufgaben zählen weiter.',
    settles: (after) =>
      `Die große Belohnung wird ${after} nach dem Ende gutgeschrieben, denn so spät können Anrufe gemeldet werden.`,
    appeal: (within) =>
      `Ist etwas falsch, können Sie Einspruch erheben; dafür haben Sie mindestens ${within} Zeit.`,
    questions: 'Fragen und Antworten',
    faq: [
      ['Was kostet das?', 'Nichts. Sie können jederzeit aussteigen und behalten, was Sie erhalten haben.'],
      [
        'Und wenn ein Anruf ein Irrtum war?',
        'Sagen Sie es uns: Ein Anruf, der nicht Ihrer war oder nicht zählt, wird zurückgenommen.',
      ],
    ],
  },
  optOut: {
    title: 'Nachrichten abbestellen',
    intro: {
      sms: 'Welche SMS sollen wir Ihnen nicht mehr senden?',
      email: 'Welche E-Mails sollen wir Ihnen nicht mehr senden?',
    },
    advertising: 'Einladungen und Erinnerungen',
    all: 'Alle Nachrichten, auch die zur eigenen Teilnahme wie die Warnung, bevor ein Besuch überfällig ist',
    missing: { title: 'Es fehlt etwas', text: 'Bitte wählen Sie, welche Nachrichten Sie abbestellen.' },
    button: 'Abbestellen',
    done: 'Abbestellt',
    doneText:
      'Die gewählten Nachrichten senden wir ab jetzt nicht mehr. Ihre Megabyte behalten Sie, und Sie nehmen weiter teil. Haben Sie alle abbestellt, erinnert Sie niemand mehr an einen fälligen Besuch: Bitte schauen Sie rechtzeitig in Mein Programm.',
  },
  notFound: {
    title: 'Dieser Link ist nicht gültig',
    text: 'Vielleicht wurde er abgeschnitten. Öffnen Sie ihn noch einmal aus der Nachricht.',
  },
  noPage: {
    title: 'Diese Seite gibt es nicht',
    text: 'Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Die Links unten führen weiter.',
  },
  tooMuch: {
    title: 'Das war zu viel',
    text: 'Was Sie gesendet haben, ist länger, als wir aufnehmen können. Es hat sich nichts geändert. Gehen Sie zurück, kürzen Sie es und senden Sie es noch einmal.',
  },
  unreadable: {
    title: 'Das ließ sich nicht lesen',
    text: 'So kam es nicht von einer unserer Seiten. Es hat sich nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  },
  failed: {
    title: 'Hier ist etwas schiefgegangen',
    text: 'Das lag an uns. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },
  expired: {
    title: 'Diese Einladung ist abgelaufen',
    text: 'Die Zeit zum Teilnehmen ist vorbei. Danke für Ihr Interesse. Fragen beantwortet die Hilfe, und im Impressum unten steht, wie Sie uns erreichen.',
  },
};

/** Every word on the pages; a missing one does not compile. */
export const WORDS: Readonly<Record<Language, typeof en>> = { de, en };
