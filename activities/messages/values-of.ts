import type { Definition } from '../../src/domain/definition.js';
import { milliseconds } from '../../src/domain/duration.js';
import type { Channel } from '../../src/domain/messages/kinds.js';
import type { Language } from '../../src/domain/messages/texts.js';
import type { MessageValues } from '../../src/domain/messages/values.js';
import type { DueMessage } from './due-messages.js';

/** Who sends messages, as the installation is set up. */
export interface Sender {
  readonly name: string;
  /** The whole imprint, and where it stands. */
  readonly imprint: string;
  readonly imprintUrl: string;
}

/** The customer's own addresses in this one message. */
export interface Links {
  readonly link: string;
  readonly optOutLink: string;
}

const TAGS: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** What this message may speak of, in the customer's language and the programme's zone. */
export function valuesOf(
  message: DueMessage,
  definition: Definition,
  channel: Channel,
  sender: Sender,
  links: Links,
): MessageValues {
  const { language } = message;
  const number = (value: number) => new Intl.NumberFormat(TAGS[language]).format(value);
  const day = dayIn(language, definition.timeZone);
  const milestoneMegabytes = definition.milestones.reduce((sum, { reward }) => sum + reward.megabytes, 0);
  const quietMegabytes = definition.quietPeriod.reward.megabytes;
  return {
    sender: sender.name,
    imprint: channel === 'sms' ? sender.imprintUrl : sender.imprint,
    ...links,
    megabytes: message.megabytes === null ? '' : number(message.megabytes),
    milestoneMegabytes: number(milestoneMegabytes),
    quietMegabytes: number(quietMegabytes),
    totalMegabytes: number(milestoneMegabytes + quietMegabytes),
    quietLasts: inWords(definition.quietPeriod.lasts, language),
    earnedMegabytes: number(message.creditedMegabytes),
    invitationEndsOn: day(message.invitationEndsAt),
    quietEndsOn: day(message.quietEndsAt),
    visitBy: day(visitBy(message, definition)),
    appealBy: day(message.nextDueAt),
  };
}

/** The last day that lies whole before an instant; nothing for none. */
function dayIn(language: Language, timeZone: string): (end: Date | null) => string {
  const format = new Intl.DateTimeFormat(TAGS[language], { dateStyle: 'long', timeZone });
  return (end) => (end ? format.format(end.getTime() - 1) : '');
}

function visitBy({ lastVisitAt }: DueMessage, { visits }: Definition): Date | null {
  if (!lastVisitAt || !visits) return null;
  return new Date(lastVisitAt.getTime() + milliseconds(visits.atLeastEvery));
}

const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration in words, such as "9 Monate". */
function inWords(duration: string, language: Language): string {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  const record = Object.fromEntries(
    UNITS.flatMap((unit, i) => (parts[i] === undefined ? [] : [[unit, Number(parts[i])]])),
  );
  return new Intl.DurationFormat(TAGS[language], { style: 'long' }).format(record);
}
