import { Injectable } from '@nestjs/common';
import type { Language } from '../domain/wording.js';
import type { Account } from './account.js';
import type { Html } from './html.js';
import { document, type Operator } from './layout.js';
import { NoticePage } from './opt-out-page.js';
import type { Notice } from './page-error.js';

/** Pages that say one thing. */
@Injectable()
export class NoticePages {
  constructor(private readonly operator: Operator) {}

  page(language: Language, status: number, notice: Notice, account?: Account): Html {
    const frame = { language, title: notice.title, operator: this.operator, account };
    return { status, html: document(frame, <NoticePage {...notice} />) };
  }
}
