import type { Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import type { RequestTimes } from './slow-requests.js';

/** What the API is made of and somebody else opened. */
export interface ApiParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly registry: Registry;
  readonly temporal: Connection;
  /** Other than the usual ones. */
  readonly requestTimes?: RequestTimes;
}
