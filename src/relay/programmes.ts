import type { Pool } from 'pg';
import { type Definition, parseDefinition, termsOf } from '../domain/definition.js';
import type { Terms } from '../domain/terms.js';

/** A programme version's definition with its rule part. */
export interface Published {
  readonly definition: Definition;
  readonly terms: Terms;
}

/** Gives a programme version as a published one never changes. Throws UnreadableProgrammeError. */
export type Programmes = (code: string, version: number) => Promise<Published>;

/** A stored programme version that today's rules do not read any more; the message names it. */
export class UnreadableProgrammeError extends Error {
  override readonly name = 'UnreadableProgrammeError';
  constructor(code: string, version: number) {
    super(
      `programme ${code} version ${version} is missing or unreadable: running participations need it as it was`,
    );
  }
}

/** Reads each programme version once: a published one never changes. Throws UnreadableProgrammeError. */
export function cachedProgrammes(pool: Pool): Programmes {
  const known = new Map<string, Promise<Published>>();
  return (code, version) => {
    const key = `${code}/${version}`;
    const published = known.get(key) ?? read(pool, code, version);
    known.set(key, published);
    published.catch(() => known.delete(key));
    return published;
  };
}

async function read(pool: Pool, code: string, version: number): Promise<Published> {
  const { rows } = await pool.query<{ definition: unknown }>(
    'select definition from programme_version where code = $1 and version = $2',
    [code, version],
  );
  const parsed = parseDefinition(rows[0]?.definition);
  if (!parsed.ok) throw new UnreadableProgrammeError(code, version);
  return { definition: parsed.definition, terms: termsOf(parsed.definition, version) };
}
