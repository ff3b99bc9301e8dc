import type { FastifyReply } from 'fastify';
import { type Language, LANGUAGES } from '../domain/wording.js';

/** A page as it is answered. */
export interface Html {
  readonly status: number;
  readonly html: string;
}

/** Answers with a page that nobody keeps and whose address goes nowhere else. */
export function sendHtml(reply: FastifyReply, { status, html }: Html): void {
  void reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .send(html);
}

/** The language that an address names, or none. */
export function languageIn(address: string): Language | undefined {
  return LANGUAGES.find((each) => each === address);
}

/** The other one of the two. */
export function otherThan(language: Language): Language {
  return language === 'de' ? 'en' : 'de';
}
