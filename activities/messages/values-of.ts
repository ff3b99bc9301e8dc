import type { Definition } from '../../src/domain/definition.js';
import type { Channel } from '../../src/domain/messages/kinds.js';
import type { MessageValues } from '../../src/domain/messages/values.js';
import type { Instant } from '../../src/domain/terms.js';
import { day, deadline, inFigures, inWords } from '../../src/domain/wording.js';
import { worthOf } from '../../src/domain/worth.js';
import type { DueMessage } from './due-messages.js';
import { visitBy } from './true-until.js';

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

/** What this message may speak of at `now` (participation's clock), in the customer's language and the programme's zone. */
export function valuesOf(
  message: DueMessage,
  definition: Definition,
  { channel, now }: { readonly channel: Channel; readonly now: Instant },
  sender: Sender,
  links: Links,
): MessageValues {
  const { language } = message;
  const number = (value: number) => inFigures(value, language);
  const on = (at: Instant | undefined) => (at === undefined ? '' : day(at, language, definition.timeZone));
  const until = (end: Instant | undefined) =>
    end === undefined ? '' : deadline(end, now, language, definition.timeZone);
  const worth = worthOf(definition);
  const quietEndsAt = message.quietEndsAt?.getTime();
  return {
    sender: sender.name,
    imprint: channel === 'sms' ? sender.imprintUrl : sender.imprint,
    ...links,
    megabytes: message.megabytes === null ? '' : number(message.megabytes),
    milestoneMegabytes: number(worth.milestones),
    quietMegabytes: number(worth.quiet),
    totalMegabytes: number(worth.total),
    quietLasts: inWords(definition.quietPeriod.lasts, language),
    earnedMegabytes: number(message.creditedMegabytes),
    quietEndsOn: on(quietEndsAt),
    invitationEndsOn: until(message.invitationEndsAt.getTime()),
    tasksBy: quietEndsAt !== undefined && now < quietEndsAt ? until(quietEndsAt) : '',
    visitBy: until(visitBy(message, definition)),
    appealBy: until(message.nextDueAt?.getTime()),
  };
}
