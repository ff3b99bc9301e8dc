import type { Pool, PoolClient } from 'pg';
import { type Definition, readDefinition, termsOf } from '../src/domain/definition.js';
import type { Terms } from '../src/domain/terms.js';

/** A published programme version, which never changes (R15): its definition, and the rule part of it. */
export interface Published {
  readonly version: number;
  readonly definition: Definition;
  readonly terms: Terms;
}

type Db = Pick<Pool | PoolClient, 'query'>;

/**
 * Gives a published version, read through `db` if it is not known yet: in a transaction that is its own connection, since whoever
 * holds one and waits for another may wait for those who do the same. Throws UnreadableProgrammeError.
 */
export type Programmes = (code: string, version: number, db: Db) => Promise<Published>;

/** A version that is not published, or that today's rules do not read any more; the message names it. */
export class UnreadableProgrammeError extends Error {
  override readonly name = 'UnreadableProgrammeError';
  constructor(code: string, version: number) {
    super(
      `programme ${code} version ${version} is not published or unreadable: running participations need it as it was`,
    );
  }
}

/** Reads each published version once for as long as the process lives. */
export function cachedProgrammes(): Programmes {
  const known = new Map<string, Published>();
  return async (code, version, db) => {
    const key = `${code}/${version}`;
    const published = known.get(key) ?? (await read(db, code, version));
    known.set(key, published);
    return published;
  };
}

async function read(db: Db, code: string, version: number): Promise<Published> {
  const { rows } = await db.query<{ definition: unknown }>(
    `select definition from programme_version where code = $1 and version = $2 and state = 'published'`,
    [code, version],
  );
  const definition = readDefinition(rows[0]?.definition);
  if (!definition) throw new UnreadableProgrammeError(code, version);
  return { version, definition, terms: termsOf(definition, version) };
}
