import type { Language } from '../../domain/wording.js';

const en = {
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
    paused: 'counts only once you are in again',
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
    elapsed: (percent: string) => `${percent} elapsed`,
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
    ends: 'What would end it: a call to the hotline that counts.',
    endsToo:
      'What would end it: a call to the hotline that counts, or no visit for too long (see “Your visits”).',
    never: 'Calls by which you use a right never count.',
  },
  visit: {
    title: 'Your visits',
    last: (day: string) => `Your last visit: ${day}.`,
    due: (day: string) =>
      `Your next visit is due by ${day}. If you miss it, your participation ends. Opening this page is a visit.`,
    none: 'You need no further visit.',
  },
};

const de: typeof en = {
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
    paused: 'zählt erst, wenn Sie wieder dabei sind',
    closed: 'nicht mehr möglich',
  },
  usable: (day) => `nutzbar bis ${day}`,
  used: (day) => `war nutzbar bis ${day}`,
  links: { 'video-watched': 'Zum Video', 'app-installed': 'Zur App' },
  quiet: {
    title: 'Die Zeit ohne Anruf',
    share: (percent) => `${percent} geschafft`,
    elapsed: (percent) => `${percent} vergangen`,
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
    ends: 'Was sie beenden würde: ein Anruf bei der Hotline, der zählt.',
    endsToo:
      'Was sie beenden würde: ein Anruf bei der Hotline, der zählt, oder zu lange kein Besuch (siehe „Ihre Besuche“).',
    never: 'Anrufe, mit denen Sie ein Recht wahrnehmen, zählen nie.',
  },
  visit: {
    title: 'Ihre Besuche',
    last: (day) => `Ihr letzter Besuch: ${day}.`,
    due: (day) =>
      `Ihr nächster Besuch ist bis zum ${day} fällig. Versäumen Sie ihn, endet Ihre Teilnahme. Diese Seite zu öffnen ist ein Besuch.`,
    none: 'Sie brauchen keinen weiteren Besuch.',
  },
};

/** Every word about what is earned, open and due. */
export const STANDING_WORDS: Readonly<Record<Language, typeof en>> = { de, en };
