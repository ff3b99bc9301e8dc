import { Injectable } from '@nestjs/common';
import { cachedProgrammes, type Programmes } from '../../prisma/programmes.js';
import { Database, type Queryable } from '../database/database.js';
import { type Latest, latestPublished } from './latest-published.js';

/** Published versions by code and number, and the latest of a code. */
@Injectable()
export class PublishedProgrammes {
  readonly version: Programmes;

  constructor({ pool }: Database) {
    this.version = cachedProgrammes(pool);
  }

  /** See `latestPublished`. */
  latest(db: Queryable, code: string): Promise<Latest | undefined> {
    return latestPublished(db, code, this.version);
  }
}
