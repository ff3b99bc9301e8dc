import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import pg from 'pg';

/**
 * PostgreSQL refused a statement of an activity. Temporal keeps message and stack of it for as long as the workflow and
 * longer, so it says what refused and never with which values: PostgreSQL's own texts may repeat a customer's data.
 */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';
  readonly code: string | undefined;
  readonly table: string | undefined;
  readonly constraint: string | undefined;

  constructor({ code, table, constraint }: Pick<pg.DatabaseError, 'code' | 'table' | 'constraint'>) {
    const place = Object.entries({ table, constraint }).flatMap(([what, name]) =>
      name ? [`${what} ${name}`] : [],
    );
    super([`PostgreSQL refused it with ${code ?? 'no code'}`, ...place].join(', '));
    this.code = code;
    this.table = table;
    this.constraint = constraint;
  }
}

/** Every activity of a worker fails with DatabaseFailure where PostgreSQL refused, before anything is logged or sent to Temporal. */
export const databaseFailures: ActivityInterceptorsFactory = () => ({
  inbound: {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        throw refusal(error) ?? error;
      }
    },
  },
});

/** Also where it is what caused the error: causes are logged and kept, too. */
function refusal(error: unknown): DatabaseFailure | undefined {
  if (error instanceof pg.DatabaseError) return new DatabaseFailure(error);
  return error instanceof Error && error.cause ? refusal(error.cause) : undefined;
}
