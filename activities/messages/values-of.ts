import type { Definition } from '../../src/domain/definition.js';
import { milliseconds } from '../../src/domain/duration.js';
import type { Channel } from '../../src/domain/messages/kinds.js';
import type { MessageValues } from '../../src/domain/messages/values.js';
import { inFigures, inWords, lastDayBefore } from '../../src/domain/wording.js';
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

/** What this message may speak of, in the customer's language and the programme's zone. */
export function valuesOf(
  message: DueMessage,
  definition: Definition,
  channel: Channel,
  sender: Sender,
  links: Links,
): MessageValues {
  const { language } = message;
  const number = (value: number) => inFigures(value, language);
  const day = (end: Date | null) => (end ? lastDayBefore(end.getTime(), language, definition.timeZone) : '');
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

function visitBy({ lastVisitAt }: DueMessage, { visits }: Definition): Date | null {
  if (!lastVisitAt || !visits) return null;
  return new Date(lastVisitAt.getTime() + milliseconds(visits.atLeastEvery));
}
