import type { Pool } from 'pg';
import type { Channel } from '../src/domain/messages/kinds.js';
import { addressOf } from './opt-outs.js';

/** An address that cannot be read, so that nothing is sent to it: named by its participation, never by itself. */
export interface Unreadable {
  readonly participation: string;
  readonly channel: Channel;
}

/** What came of bringing the addresses of participations into the spelling in which they are kept. */
export interface Respelled {
  readonly changed: number;
  readonly unreadable: readonly Unreadable[];
}

interface Row {
  readonly id: string;
  readonly sms: string | null;
  readonly email: string | null;
}

const AT_A_TIME = 2_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const PAGE = `
select participation_id as id, mobile ->> 'value' as sms, email ->> 'value' as email
from contact where participation_id > $1 order by participation_id limit $2`;

/** Only what is still there as it was read. */
const WRITE = `
update contact c set
  mobile = case when g.sms is null then c.mobile else jsonb_set(c.mobile, '{value}', to_jsonb(g.sms)) end,
  email = case when g.email is null then c.email else jsonb_set(c.email, '{value}', to_jsonb(g.email)) end
from jsonb_to_recordset($1::jsonb) as g(id uuid, sms text, email text, "wasSms" text, "wasEmail" text)
where c.participation_id = g.id and c.mobile ->> 'value' is not distinct from g."wasSms"
  and c.email ->> 'value' is not distinct from g."wasEmail"`;

/**
 * Brings addresses that were taken as they came into the spelling in which they are read now, a page at a time while customers are being
 * served. What cannot be read stays as it is. It may break off anywhere and be done again: what is right by then is left alone.
 */
export async function respellContacts(db: Pick<Pool, 'query'>): Promise<Respelled> {
  let changed = 0;
  const unreadable: Unreadable[] = [];
  for (let after = BEFORE_ALL; ;) {
    const { rows } = await db.query<Row>(PAGE, [after, AT_A_TIME]);
    unreadable.push(...rows.flatMap(unreadableOf));
    const others = rows.map(respelled).filter(({ sms, email }) => sms !== undefined || email !== undefined);
    if (others.length > 0) changed += (await db.query(WRITE, [JSON.stringify(others)])).rowCount ?? 0;
    const last = rows.at(-1);
    if (!last || rows.length < AT_A_TIME) return { changed, unreadable };
    after = last.id;
  }
}

/** The addresses of a row that are kept in another spelling than now. */
function respelled({ id, sms, email }: Row) {
  const other = (channel: Channel, written: string | null) => {
    const address = written === null ? undefined : addressOf(channel, written);
    return address === written ? undefined : address;
  };
  return { id, sms: other('sms', sms), email: other('email', email), wasSms: sms, wasEmail: email };
}

function unreadableOf({ id: participation, sms, email }: Row): readonly Unreadable[] {
  const isUnreadable = (channel: Channel, written: string | null) =>
    written !== null && addressOf(channel, written) === undefined;
  return [
    ...(isUnreadable('sms', sms) ? [{ participation, channel: 'sms' as const }] : []),
    ...(isUnreadable('email', email) ? [{ participation, channel: 'email' as const }] : []),
  ];
}
