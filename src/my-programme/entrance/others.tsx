import type { PublishedProgrammes } from '../../programmes/published.js';
import type { Queryable } from '../../database/database.js';
import type { Phase } from '../../domain/phase.js';
import type { Language } from '../../domain/wording.js';
import { programmeTitle } from '../../pages/programme-page.js';
import { homeOf } from '../../pages/ways.js';
import { OTHERS_WORDS } from './others-words.js';

/** Another programme that the same customer takes part in, or may. */
export interface Other {
  readonly code: string;
  readonly title: string;
  readonly phase: Phase;
}

interface Row {
  readonly code: string;
  readonly version: number;
  readonly phase: Phase;
}

/** A customer's participations but the one in `code`, without invitations that are over, the latest first. */
export async function othersOf(
  db: Queryable,
  programmes: PublishedProgrammes,
  { customer, code, language }: { customer: string; code: string; language: Language },
): Promise<readonly Other[]> {
  const { rows } = await db.query<Row>({
    name: 'others-of',
    text: `select programme_code as code, programme_version as version, phase from participation
      where customer_id = $1 and programme_code <> $2 and ended_because is distinct from 'invitation-expired'
        and (phase <> 'invited' or clock_timestamp() + clock_offset * interval '1 millisecond' < invitation_ends_at)
      order by invited_at desc limit 20`,
    values: [customer, code],
  });
  return Promise.all(
    rows.map(async ({ version, ...row }) => {
      const { definition } = await programmes.version(row.code, version, db);
      return { ...row, title: programmeTitle(definition, language) };
    }),
  );
}

/** The ways to them; nothing where there are none. */
export function Others({ others, language }: { others: readonly Other[]; language: Language }) {
  const words = OTHERS_WORDS[language];
  if (others.length === 0) return null;
  return (
    <>
      <h2>{words.title}</h2>
      <ul class="articles">
        {others.map(({ code, title, phase }) => (
          <li key={code}>
            <a href={homeOf(language, code)}>{words.named(title, code)}</a>
            <p>{words.phases[phase]}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
