import type { Pool } from 'pg';
import { type CodePoint, unclearIn, withoutUnclear } from '../src/domain/opaque-id.js';
import { oddIds } from './odd-ids.js';
import { renameCustomers, type Renaming } from './renaming.js';

/** Participations of which nobody can tell by their customers' ids whose they are. */
export interface Doubtful {
  /** Their ids: one with a character in its customer's id that no way in takes, or several whose customers' ids look alike. */
  readonly participations: readonly string[];
  /** The first such character, where there is one. */
  readonly character: CodePoint | undefined;
}

/** What came of reading the customers' ids that were kept before as they came. */
export interface RereadCustomers {
  /** How many customers were brought into NFC. */
  readonly renamed: number;
  readonly doubtful: readonly Doubtful[];
}

const AT_A_TIME = 200;

/**
 * Brings customers' ids into NFC, in which they come now, some at a time while others are being served. Where another customer has that
 * form, or an id that looks the same, nothing is changed, and it is told. It may break off anywhere and be done again.
 */
export async function rereadCustomerIds(pool: Pool): Promise<RereadCustomers> {
  const odd = await oddIds(pool);
  const renamed = new Set<string>();
  for (let i = 0, all = renamings(odd); i < all.length; i += AT_A_TIME)
    for (const { from } of await renameCustomers(pool, all.slice(i, i + AT_A_TIME))) renamed.add(from);
  const doubtful: Doubtful[] = [];
  for (const [clean, ids] of lookingAlike(odd.filter((id) => !renamed.has(id))))
    doubtful.push(...(await doubtfulAmong(pool, clean, ids)));
  return { renamed: renamed.size, doubtful };
}

/** The ids that need nothing but another form, unless two of them would become one. */
function renamings(odd: readonly string[]): readonly Renaming[] {
  const readable = odd.filter((id) => unclearIn(id) === undefined);
  const byForm = Map.groupBy(readable, (id) => id.normalize('NFC'));
  return [...byForm].flatMap(([to, [from, ...others]]) =>
    from === undefined || others.length > 0 ? [] : [{ from, to }],
  );
}

/** Ids that a reader takes for the same, by what is seen of them. */
function lookingAlike(ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy(ids, (id) => withoutUnclear(id).normalize('NFC'));
}

async function doubtfulAmong(
  pool: Pool,
  clean: string,
  ids: readonly string[],
): Promise<readonly Doubtful[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select id from participation where customer_id = any ($1) order by invited_at, id',
    [[clean, ...ids]],
  );
  if (rows.length === 0) return [];
  const character = ids.map(unclearIn).find((each) => each !== undefined);
  return [{ participations: rows.map(({ id }) => id), character }];
}
