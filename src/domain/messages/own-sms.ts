import type { Problem } from '../problems.js';
import { inWords, LANGUAGES, type Language } from '../wording.js';
import { MESSAGE_KINDS, type MessageKind } from './kinds.js';
import { fill } from './template.js';
import { MOST_SEGMENTS, smsSegments, type Text } from './texts.js';
import { LONGEST_VALUES, type MessageValues, SPARSEST_VALUES } from './values.js';

/** What an installation puts into its SMS, so that their length depends on it. Addresses have no slash at their end. */
export interface OwnValues {
  readonly sender: string;
  readonly imprintUrl: string;
  readonly publicUrl: string;
}

type SomeTexts = {
  readonly [L in Language]?: { readonly [K in MessageKind]?: Pick<Text, 'sms'> | undefined } | undefined;
};

/**
 * The SMS among these texts that can take more than three parts with an installation's own values, by their JSON pointer within the
 * texts; where `lasts` is given (ISO 8601), with a quiet period as long as that, else with one that takes the most words.
 */
export function smsTooLong(texts: SomeTexts, own: OwnValues, lasts?: string): readonly Problem[] {
  return LANGUAGES.flatMap((language) =>
    MESSAGE_KINDS.flatMap((kind) => {
      const sms = texts[language]?.[kind]?.sms;
      if (sms === undefined) return [];
      const parts = extremes(own, language, lasts).map((values) => smsSegments(fill(sms, values)));
      if (Math.max(...parts) <= MOST_SEGMENTS) return [];
      return [{ pointer: `/${language}/${kind}/sms`, code: 'sms-too-long', detail: DETAIL }];
    }),
  );
}

/** All that there can be, and as little. */
function extremes(
  { sender, imprintUrl, publicUrl }: OwnValues,
  language: Language,
  lasts: string | undefined,
): readonly MessageValues[] {
  const own = {
    sender,
    imprint: imprintUrl,
    link: `${publicUrl}/i/${'x'.repeat(22)}`,
    optOutLink: `${publicUrl}/o/${'x'.repeat(40)}`,
    ...(lasts !== undefined && { quietLasts: inWords(lasts, language) }),
  };
  return [LONGEST_VALUES, SPARSEST_VALUES].map((values) => ({ ...values, ...own }));
}

const DETAIL = `It takes over ${MOST_SEGMENTS} SMS with this installation's own name and addresses: shorten it.`;
