import type { Problem } from '../problems.js';
import { LANGUAGES, type Language } from '../wording.js';
import { MESSAGE_KINDS, type MessageKind } from './kinds.js';
import { fill } from './template.js';
import { MOST_SEGMENTS, smsSegments, type Text } from './texts.js';
import { LONGEST_VALUES } from './values.js';

/** What an installation puts into its SMS, so that their length depends on it. Addresses have no slash at their end. */
export interface OwnValues {
  readonly sender: string;
  readonly imprintUrl: string;
  readonly publicUrl: string;
}

type SomeTexts = {
  readonly [L in Language]?: { readonly [K in MessageKind]?: Pick<Text, 'sms'> | undefined } | undefined;
};

/** The SMS among these texts that take more than three parts with an installation's own values, by their JSON pointer within the texts. */
export function smsTooLong(
  texts: SomeTexts,
  { sender, imprintUrl, publicUrl }: OwnValues,
): readonly Problem[] {
  const link = `${publicUrl}/i/${'x'.repeat(22)}`;
  const values = { ...LONGEST_VALUES, sender, imprint: imprintUrl, link };
  return LANGUAGES.flatMap((language) =>
    MESSAGE_KINDS.flatMap((kind) => {
      const sms = texts[language]?.[kind]?.sms;
      if (sms === undefined || smsSegments(fill(sms, values)) <= MOST_SEGMENTS) return [];
      return [{ pointer: `/${language}/${kind}/sms`, code: 'sms-too-long', detail: DETAIL }];
    }),
  );
}

const DETAIL = `It takes over ${MOST_SEGMENTS} SMS with this installation's own name and addresses: shorten it.`;
