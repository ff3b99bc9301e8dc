import type { Language } from '../domain/wording.js';

/** A way on from a page. */
export interface Way {
  readonly href: string;
  readonly text: string;
}

/** One thing to say, and where to go from there: the likeliest way first. */
export interface Notice {
  readonly title: string;
  readonly text: string;
  readonly ways?: readonly Way[];
}

/** A request of a browser that comes to a page which says why, or with `redirect` (303) to another page. */
export class PageError extends Error {
  override readonly name = 'PageError';
  constructor(
    readonly status: number,
    readonly notice: Readonly<Record<Language, Notice>>,
    readonly redirect?: string,
  ) {
    super(notice.en.title);
  }
}
