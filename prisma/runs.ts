import type { Pool } from 'pg';

/** What is done again and again, each with a row in `run` from the first start on. */
export type RunName = 'sweep' | 'erasures' | 'expiries' | 'forgotten-credits' | 'waves';

/** More often nobody needs to know it. */
const TELL_EVERY_MS = 10_000;

/** Writes down that something was done as a whole just now, for the alarm on what has not been done for too long. */
export class Runs {
  private readonly told = new Map<RunName, number>();

  constructor(
    private readonly db: Pick<Pool, 'query'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** At most every 10 s for each name. Throws what PostgreSQL throws. */
  async completed(name: RunName): Promise<void> {
    if (this.now() < (this.told.get(name) ?? -Infinity) + TELL_EVERY_MS) return;
    await this.db.query({
      name: 'run-completed',
      text: `insert into run (name, completed_at) values ($1, now())
        on conflict (name) do update set completed_at = greatest(run.completed_at, excluded.completed_at)`,
      values: [name],
    });
    this.told.set(name, this.now());
  }
}
