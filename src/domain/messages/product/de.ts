import { type OwnText, withFooter } from './footer.js';

const FOOTER = {
  sms: ' Impressum: {{ imprint }} Keine Nachrichten mehr: STOP',
  email: '\n\nKeine Nachrichten mehr: {{ optOutLink }}\n\n{{ sender }}\n{{ imprint }}',
};

const TEXTS = {
  invitation: {
    sms: '{{ sender }}: Sichern Sie sich bis zu {{ totalMegabytes }} MB extra, wenn Sie Ihre Anliegen online klären. Teilnehmen bis {{ invitationEndsOn }}: {{ link }}',
    subject: 'Bis zu {{ totalMegabytes }} MB für Sie',
    email: [
      'Guten Tag,',
      '',
      'wir laden Sie zu unserem Programm ein: Für Registrierung, Rechnungsvideo und App erhalten Sie zusammen {{ milestoneMegabytes }} MB. Rufen Sie ab der Registrierung {{ quietLasts }} lang nicht die Hotline an und schauen regelmäßig online vorbei, kommen {{ quietMegabytes }} MB dazu.',
      '',
      'Teilnehmen können Sie bis {{ invitationEndsOn }}:',
      '{{ link }}',
    ].join('\n'),
  },
  reminder: {
    sms: '{{ sender }}: Ihre Einladung gilt noch bis {{ invitationEndsOn }}. Bis zu {{ totalMegabytes }} MB extra warten auf Sie: {{ link }}',
    subject: 'Ihre Einladung gilt noch bis {{ invitationEndsOn }}',
    email: [
      'Guten Tag,',
      '',
      'Ihre Einladung zu bis zu {{ totalMegabytes }} MB gilt noch bis {{ invitationEndsOn }}:',
      '{{ link }}',
    ].join('\n'),
  },
  'half-way': {
    sms: '{{ sender }}: Halbzeit! Noch bis {{ quietEndsOn }} ohne Anruf bei der Hotline, dann kommen {{ quietMegabytes }} MB dazu: {{ link }}',
    subject: 'Die Hälfte ist geschafft',
    email: [
      'Guten Tag,',
      '',
      'die Hälfte der Zeit ist geschafft. Bleibt es bis {{ quietEndsOn }} bei keinem Anruf, kommen {{ quietMegabytes }} MB dazu. Ihr Stand:',
      '{{ link }}',
    ].join('\n'),
  },
  welcome: {
    sms: '{{ sender }}: Willkommen! Ohne Anruf bei der Hotline bis {{ quietEndsOn }} kommen {{ quietMegabytes }} MB dazu. Ihr Stand: {{ link }}',
    subject: 'Willkommen im Programm',
    email: [
      'Guten Tag,',
      '',
      'schön, dass Sie dabei sind. Ihre Zeit ohne Anruf läuft bis {{ quietEndsOn }}. Rufen Sie bis dahin nicht die Hotline an und schauen regelmäßig online vorbei, kommen {{ quietMegabytes }} MB dazu. Anrufe, mit denen Sie ein gesetzliches Recht wahrnehmen oder eine Störung melden, zählen nicht.',
      '',
      'Ihr Stand:',
      '{{ link }}',
    ].join('\n'),
  },
  'reward-credited': {
    sms: '{{ sender }}: {{ megabytes }} MB sind gutgeschrieben, zusammen {{ earnedMegabytes }} MB. Ihr Stand: {{ link }}',
    subject: '{{ megabytes }} MB sind gutgeschrieben',
    email: [
      'Guten Tag,',
      '',
      'wir haben Ihnen {{ megabytes }} MB gutgeschrieben. Zusammen sind es jetzt {{ earnedMegabytes }} MB.',
      '',
      'Ihr Stand:',
      '{{ link }}',
    ].join('\n'),
  },
  'inactivity-warning': {
    sms: '{{ sender }}: Bitte schauen Sie bis {{ visitBy }} online vorbei, sonst endet Ihre Teilnahme: {{ link }}',
    subject: 'Bitte schauen Sie bis {{ visitBy }} vorbei',
    email: [
      'Guten Tag,',
      '',
      'Sie waren länger nicht in Ihrem Kundenbereich. Schauen Sie bis {{ visitBy }} vorbei, sonst endet Ihre Teilnahme, und mit ihr alles, was Sie noch verdienen können. Was Sie erhalten haben, behalten Sie:',
      '{{ link }}',
    ].join('\n'),
  },
  'quiet-reward-paid': {
    sms: '{{ sender }}: Geschafft: {{ quietLasts }} ohne Anruf! {{ megabytes }} MB sind gutgeschrieben, zusammen {{ earnedMegabytes }} MB. {{ link }}',
    subject: 'Geschafft: {{ megabytes }} MB für Sie',
    email: [
      'Guten Tag,',
      '',
      '{{ quietLasts }} ohne Anruf: Wir haben Ihnen {{ megabytes }} MB gutgeschrieben. Zusammen sind es {{ earnedMegabytes }} MB.',
      '',
      '{{ link }}',
    ].join('\n'),
  },
  forfeited: {
    sms: '{{ sender }}: Wegen eines Anrufs bei der Hotline entfallen die {{ quietMegabytes }} MB. Ein Irrtum? Einspruch bis {{ appealBy }}: {{ link }}',
    subject: 'Die große Belohnung entfällt',
    email: [
      'Guten Tag,',
      '',
      'uns wurde ein Anruf bei der Hotline gemeldet. Damit entfallen die {{ quietMegabytes }} MB; was Sie erhalten haben, behalten Sie{% if tasksBy != "" %}, und weitere Aufgaben zählen bis {{ tasksBy }}{% endif %}. War es ein Irrtum, können Sie bis {{ appealBy }} Einspruch erheben:',
      '{{ link }}',
    ].join('\n'),
  },
  dropped: {
    sms: '{{ sender }}: Ihre Teilnahme endet, weil Sie länger nicht online waren. Ein Irrtum? Einspruch bis {{ appealBy }}: {{ link }}',
    subject: 'Ihre Teilnahme endet',
    email: [
      'Guten Tag,',
      '',
      'Sie waren länger als vereinbart nicht in Ihrem Kundenbereich, daher endet Ihre Teilnahme. Was Sie erhalten haben, behalten Sie. War es ein Irrtum, können Sie bis {{ appealBy }} Einspruch erheben:',
      '{{ link }}',
    ].join('\n'),
  },
  reinstated: {
    sms: '{{ sender }}: Ihre Teilnahme geht weiter, die {{ quietMegabytes }} MB sind wieder möglich. Ihr Stand: {{ link }}',
    subject: 'Ihre Teilnahme geht weiter',
    email: [
      'Guten Tag,',
      '',
      'Ihre Teilnahme geht weiter, und die {{ quietMegabytes }} MB sind wieder möglich. Ihr Stand:',
      '{{ link }}',
    ].join('\n'),
  },
  resumed: {
    sms: '{{ sender }}: Ihre Teilnahme geht weiter, wegen eines Anrufs bei der Hotline aber ohne die {{ quietMegabytes }} MB. Ein Irrtum? Einspruch bis {{ appealBy }}: {{ link }}',
    subject: 'Ihre Teilnahme geht weiter',
    email: [
      'Guten Tag,',
      '',
      'Ihre Teilnahme geht doch weiter. Weil uns ein Anruf bei der Hotline gemeldet wurde, entfallen aber die {{ quietMegabytes }} MB; was Sie erhalten haben, behalten Sie{% if tasksBy != "" %}, und weitere Aufgaben zählen bis {{ tasksBy }}{% endif %}. War der Anruf ein Irrtum, können Sie bis {{ appealBy }} Einspruch erheben:',
      '{{ link }}',
    ].join('\n'),
  },
} satisfies OwnText;

/** The product's own texts in German. */
export const de = withFooter(TEXTS, FOOTER);
