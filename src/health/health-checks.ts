import type { Logger } from 'pino';
import { type Check, type Readiness, readiness } from './health.js';

/** The checks of one process; why one fails stands in the log. */
export class HealthChecks {
  constructor(
    private readonly checks: Readonly<Record<string, Check>>,
    private readonly log: Logger,
  ) {}

  run(): Promise<Readiness> {
    return readiness(this.checks, (check, err) => this.log.warn({ check, err }, 'not ready'));
  }
}
