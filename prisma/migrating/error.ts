/** What stands in the way of migrating; the message says what to do about it. */
export type MigrationProblem =
  'busy' | 'changed' | 'failed-earlier' | 'failed-now' | 'unknown-to-folder' | 'no-folder';

/** The database could not be brought to the newest schema; `problem` is stable, `message` is for the operator. */
export class MigrationError extends Error {
  readonly problem: MigrationProblem;

  constructor(problem: MigrationProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.problem = problem;
  }
}
