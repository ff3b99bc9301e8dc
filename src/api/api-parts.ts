import type { Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';

/** What the API is made of and somebody else opened. */
export interface ApiParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly registry: Registry;
  readonly temporal: Connection;
}
