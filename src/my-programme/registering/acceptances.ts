import type { Queryable } from '../../database/database.js';
import type { Language } from '../../domain/wording.js';
import type { Shown } from '../../legal/shown.js';

/** What was accepted, by whom, when and where. */
export interface Acceptance {
  readonly participation: string;
  readonly what: 'privacy-notice' | 'terms';
  readonly shown: Shown;
  readonly language: Language;
  readonly at: Date;
}

/** Keeps the evidence with the text word for word; of two the first stays. */
export async function keepAcceptance(db: Queryable, acceptance: Acceptance): Promise<void> {
  const { participation, what, shown, language, at } = acceptance;
  const { version, sha256, text } = shown;
  await db.query('insert into accepted_text (sha256, text) values ($1, $2) on conflict do nothing', [
    sha256,
    text,
  ]);
  await db.query(
    `insert into acceptance (participation_id, what, version, sha256, language, channel, accepted_at)
     values ($1, $2, $3, $4, $5, 'page', $6) on conflict do nothing`,
    [participation, what, version, sha256, language, at],
  );
}

/** Whether this customer has registered on the page. */
export async function hasAccepted(db: Queryable, participation: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from acceptance where participation_id = $1 and what = 'privacy-notice'`,
    [participation],
  );
  return rowCount === 1;
}

/** When the customer registered on the page, and which versions were accepted. */
export interface Given {
  readonly at: Date;
  readonly privacy: string;
  readonly terms: string;
}

/** What was accepted on the page and is not withdrawn; undefined where nothing was. */
export async function acceptanceOf(db: Queryable, participation: string): Promise<Given | undefined> {
  const { rows } = await db.query<Given>(
    `select p.accepted_at as at, p.version as privacy, t.version as terms from acceptance p join acceptance t using (participation_id)
     where participation_id = $1 and p.what = 'privacy-notice' and t.what = 'terms' and p.withdrawn_at is null`,
    [participation],
  );
  return rows[0];
}
