import type { Queryable } from '../../database/database.js';

/** How long a page waits at most for what it reported to show; then it says that it takes a moment. */
const SHOWS_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 100;

/** Resolves when a registration shows, or after a while. */
export function entered(db: Queryable, participation: string): Promise<void> {
  return phaseIs(db, participation, `phase <> 'invited'`);
}

/** Resolves when an end shows, or after a while. */
export function ended(db: Queryable, participation: string): Promise<void> {
  return phaseIs(db, participation, `phase in ('completed', 'ended')`);
}

async function phaseIs(db: Queryable, participation: string, wanted: string): Promise<void> {
  const givesUpAt = Date.now() + SHOWS_WITHIN_MS;
  while (Date.now() < givesUpAt) {
    const { rowCount } = await db.query(`select from participation where id = $1 and ${wanted}`, [
      participation,
    ]);
    if (rowCount === 1) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
