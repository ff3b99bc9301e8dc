import { STATUTORY_REASONS } from '../domain/schema.js';
import { type Language, listed } from '../domain/wording.js';

type Reasons = Readonly<Record<(typeof STATUTORY_REASONS)[number] | 'wrong-number', string>>;

interface ReasonWords {
  readonly known: Reasons;
  readonly unknown: (reason: string) => string;
  readonly rights: (reasons: string) => string;
  readonly others: (reasons: string, single: boolean) => string;
}

const WORDS: Readonly<Record<Language, ReasonWords>> = {
  de: {
    known: {
      fault: 'Störung',
      'sim-lost': 'verlorene SIM',
      fraud: 'Betrug',
      'billing-dispute': 'strittige Rechnung',
      termination: 'Kündigung',
      withdrawal: 'Widerruf',
      'data-protection': 'Datenschutz',
      accessibility: 'Barrierefreiheit',
      'wrong-number': 'eine falsch gewählte Nummer',
    },
    unknown: (reason) => `„${reason}“`,
    rights: (reasons) => `Anrufe, mit denen Sie ein Recht wahrnehmen, zählen nie: ${reasons}.`,
    others: (reasons, single) =>
      `Auch Anrufe aus ${single ? 'diesem Grund' : 'diesen Gründen'} zählen nie: ${reasons}.`,
  },
  en: {
    known: {
      fault: 'faults',
      'sim-lost': 'a lost SIM',
      fraud: 'fraud',
      'billing-dispute': 'a disputed bill',
      termination: 'termination',
      withdrawal: 'withdrawal',
      'data-protection': 'data protection',
      accessibility: 'accessibility',
      'wrong-number': 'a wrong number',
    },
    unknown: (reason) => `“${reason}”`,
    rights: (reasons) => `Calls by which you use a right never count: ${reasons}.`,
    others: (reasons, single) => `Nor do calls for ${single ? 'this reason' : 'these reasons'}: ${reasons}.`,
  },
};

const RIGHTS: ReadonlySet<string> = new Set(STATUTORY_REASONS);

/** Which calls never count, in words; a reason that only this programme knows is quoted, with spaces for its dashes. */
export function exemptCalls(exemptReasons: readonly string[], language: Language): string {
  const { rights, others } = WORDS[language];
  const reasons = [...new Set(exemptReasons)];
  const inWords = (some: readonly string[]) =>
    listed(
      some.map((each) => reasonInWords(each, language)),
      language,
    );
  const further = reasons.filter((each) => !RIGHTS.has(each));
  const first = rights(inWords(reasons.filter((each) => RIGHTS.has(each))));
  return further.length === 0 ? first : `${first} ${others(inWords(further), further.length === 1)}`;
}

function reasonInWords(reason: string, language: Language): string {
  const { known, unknown } = WORDS[language];
  return isKnown(reason) ? known[reason] : unknown(reason.replaceAll(/[-_]+/g, ' '));
}

function isKnown(reason: string): reason is keyof Reasons {
  return Object.hasOwn(WORDS.en.known, reason);
}
