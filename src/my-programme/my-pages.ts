import type { ComponentChildren } from 'preact';
import { type Html, otherThan } from '../pages/html.js';
import { document, type Operator } from '../pages/layout.js';
import { homeOf } from '../pages/ways.js';
import type { Visitor } from './entrance/visitor.js';

/** Makes whole documents of what stands on a customer's own pages. */
export class MyPages {
  constructor(private readonly operator: Operator) {}

  /** `path` is the page's own part of the address, behind the programme's. */
  page(
    { language, code, account }: Visitor,
    title: string,
    content: ComponentChildren,
    { status = 200, path = '' } = {},
  ): Html {
    const other = otherThan(language);
    const frame = {
      language,
      title,
      wrong: status >= 400,
      account,
      operator: this.operator,
      otherLanguage: { language: other, href: homeOf(other, code) + path },
    };
    return { status, html: document(frame, content) };
  }
}
