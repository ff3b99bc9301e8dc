import type { Pool } from 'pg';
import { parseDefinition, termsOf } from '../../src/domain/definition.js';
import type { Terms } from '../../src/domain/terms.js';

/** A stored programme version that today's rules do not read any more; the message names it. */
export class UnreadableTermsError extends Error {
  override readonly name = 'UnreadableTermsError';
  constructor(code: string, version: number) {
    super(`programme ${code} version ${version} is missing or unreadable: running participations need it`);
  }
}

/** Gives the terms of a programme version. Throws UnreadableTermsError. */
export type CachedTerms = (code: string, version: number) => Promise<Terms>;

/** Reads each version once: a published one never changes. */
export function cachedTerms(pool: Pool): CachedTerms {
  const known = new Map<string, Promise<Terms>>();
  return (code, version) => {
    const key = `${code}/${version}`;
    const terms = known.get(key) ?? read(pool, code, version);
    known.set(key, terms);
    terms.catch(() => known.delete(key));
    return terms;
  };
}

async function read(pool: Pool, code: string, version: number): Promise<Terms> {
  const { rows } = await pool.query<{ definition: unknown }>(
    'select definition from programme_version where code = $1 and version = $2',
    [code, version],
  );
  const parsed = parseDefinition(rows[0]?.definition);
  if (!parsed.ok) throw new UnreadableTermsError(code, version);
  return termsOf(parsed.definition, version);
}
