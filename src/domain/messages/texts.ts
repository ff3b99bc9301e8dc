import sms from 'split-sms';
import type { Problem } from '../problems.js';
import type { Language } from '../wording.js';
import type { Channel, MessageKind } from './kinds.js';
import { fill, TemplateError, unknownNames } from './template.js';
import { LONGEST_VALUES, type MessageValues, SPARSEST_VALUES } from './values.js';

/** One message in one language, as Liquid templates. */
export interface Text {
  readonly sms: string;
  readonly subject: string;
  readonly email: string;
}

/** Every message in every language. */
export type Texts = Readonly<Record<Language, Readonly<Record<MessageKind, Text>>>>;

/** A message as it is sent. */
export interface Composed {
  readonly subject?: string;
  readonly text: string;
}

/** More than that no message may cost. */
export const MOST_SEGMENTS = 3;

/** The message of this channel with these values in it. Throws TemplateError. */
export function compose(text: Text, channel: Channel, values: MessageValues): Composed {
  if (channel === 'sms') return { text: fill(text.sms, values) };
  return { subject: fill(text.subject, values), text: fill(text.email, values) };
}

/** How many SMS a text takes: GSM-7 where all its characters are in that alphabet, otherwise UCS-2. */
export function smsSegments(text: string): number {
  return sms.split(text, { summary: true }).parts.length;
}

/** What forbids publishing this text, each by the JSON pointer within it; how long its SMS gets depends on the installation (own-sms.ts). */
export function textProblems(text: Text): readonly Problem[] {
  return [
    ...partProblems('/sms', text.sms, ['sender', 'imprint'], smsProblems),
    ...partProblems('/subject', text.subject, [], () => []),
    ...partProblems('/email', text.email, ['sender', 'imprint', 'optOutLink'], () => []),
  ];
}

/** What a part has to show, whatever it speaks of: the law asks for it. */
type Needed = 'sender' | 'imprint' | 'optOutLink';

function partProblems(
  pointer: string,
  part: string,
  needs: readonly Needed[],
  further: (pointer: string, filled: string) => readonly Problem[],
): readonly Problem[] {
  try {
    const unknown = unknownNames(part).map((name) =>
      problem(pointer, 'unknown-value', `There is no value "${name}": correct its name.`),
    );
    if (unknown.length > 0) return unknown;
    // filled as it may be sent: with all that there can be, and with as little
    const found = [LONGEST_VALUES, SPARSEST_VALUES].flatMap((values) =>
      filledProblems(pointer, part, needs, values, further),
    );
    return found.filter(
      ({ code, detail }, i) => found.findIndex((each) => each.code === code && each.detail === detail) === i,
    );
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [problem(pointer, 'invalid-template', error.message)];
  }
}

function filledProblems(
  pointer: string,
  part: string,
  needs: readonly Needed[],
  values: MessageValues,
  further: (pointer: string, filled: string) => readonly Problem[],
): readonly Problem[] {
  const filled = fill(part, values);
  const missing = needs.filter((name) => !filled.includes(values[name]));
  return [
    ...missing.map((name) => problem(pointer, 'value-missing', `Add {{ ${name} }}: the law asks for it.`)),
    ...further(pointer, filled),
  ];
}

function smsProblems(pointer: string, filled: string): readonly Problem[] {
  return /\bSTOP\b/.test(filled)
    ? []
    : [problem(pointer, 'stop-missing', 'Say that answering STOP ends it.')];
}

function problem(pointer: string, code: string, detail: string): Problem {
  return { pointer, code, detail };
}
