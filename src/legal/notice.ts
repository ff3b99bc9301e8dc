import type { Language } from '../domain/wording.js';
import { privacyDe } from './privacy-de.js';
import { privacyEn } from './privacy-en.js';
import { type Shown, shownText } from './shown.js';
import type { Notice, Responsible } from './texts.js';

const PRIVACY: Readonly<Record<Language, (responsible: Responsible) => Notice>> = {
  de: privacyDe,
  en: privacyEn,
};

/** Of the product's own notice in this release: a new one whenever what it says changes. */
export const PRIVACY_NOTICE_VERSION = '2026-12-01';

/** The product's privacy notice for this installation. */
export function privacyNotice(responsible: Responsible, language: Language): Notice {
  return PRIVACY[language](responsible);
}

const ELSEWHERE: Readonly<Record<Language, (name: string, version: string, url: string) => string>> = {
  de: (name, version, url) =>
    `Datenschutzhinweise von ${name}, Fassung ${version}, unter ${url}\n\nIhr Wortlaut ist hier nicht gespeichert.`,
  en: (name, version, url) =>
    `Privacy notice of ${name}, version ${version}, at ${url}\n\nIts wording is not kept here.`,
};

/**
 * The privacy notice as evidence of what was accepted: its version, its whole text without markup, and the text's hash. The operator's
 * own notice we do not hold: there the text names its version and address. Same installation and language: same answer.
 */
export function privacyNoticeShown(responsible: Responsible, language: Language): Shown {
  const { privacyVersion: version, privacyUrl } = responsible;
  const text =
    privacyUrl === undefined
      ? plainText(privacyNotice(responsible, language))
      : ELSEWHERE[language](responsible.name, version, privacyUrl);
  return shownText(version, text);
}

/** The words as they stand on the page, a blank line between any two of them. */
function plainText({ title, sections }: Notice): string {
  return [title, ...sections.flat()].join('\n\n');
}
