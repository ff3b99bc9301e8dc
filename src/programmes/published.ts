import { Injectable } from '@nestjs/common';
import { cachedProgrammes, type Programmes } from '../../prisma/programmes.js';
import type { Queryable } from '../database/database.js';
import { invalidRequest } from '../problems/fields.js';
import { type Latest, latestPublished } from './latest-published.js';

/** Published versions by code and number, and the latest of a code. */
@Injectable()
export class PublishedProgrammes {
  readonly version: Programmes = cachedProgrammes();

  /** See `latestPublished`. */
  latest(db: Queryable, code: string): Promise<Latest | undefined> {
    return latestPublished(db, code, this.version);
  }

  /** As `latest`, for a call whose body names the programme. Throws Problem (400) where none is published. */
  async required(db: Queryable, code: string): Promise<Latest> {
    const latest = await this.latest(db, code);
    if (latest) return latest;
    const detail = 'There is no published version of this programme: publish one, or correct the code.';
    throw invalidRequest([{ pointer: '/programme', code: 'programme-unknown', detail }]);
  }
}
