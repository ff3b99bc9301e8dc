import { addressHashes } from '../../prisma/opt-outs.js';
import type { Database } from '../database/database.js';
import type { Channel } from '../domain/messages/kinds.js';
import type { EventList } from '../events/event-list.js';
import { grantView } from '../grants/grant.js';
import type { Journals } from '../participations/journals.js';
import { page } from '../participations/rows.js';
import type { ParticipationRow } from '../participations/view.js';
import type { Views } from '../participations/views.js';
import type { CustomerFile, Section } from './customer-file.js';
import { acceptedOf, appealedOf, assignedOf, contactOf, listedOf, toldOf, videoOf } from './filed-rows.js';
import { ERASURE_COLUMNS, type ErasureRow, erasureView } from './erasure.js';

type Items<Name extends Section> = AsyncGenerator<CustomerFile[Name][number]>;

/** More than there ever is of one customer's participations, or of one participation's steps. */
const WHOLE = 1_000_000;

/** What exporting reads by. */
export interface ExportingMeans {
  readonly database: Database;
  readonly views: Views;
  readonly journals: Pick<Journals, 'read'>;
  readonly events: Pick<EventList, 'of'>;
  readonly hashKey: string;
}

/** Reads out everything that is kept about a customer. */
export class Exporting {
  constructor(private readonly means: ExportingMeans) {}

  /** The CustomerFile as pieces of JSON, read while it is sent, so that memory stays flat however much there is; the first is read, too. */
  async *file(customerId: string): AsyncGenerator<string, undefined> {
    let held = `{"customerId":${JSON.stringify(customerId)},"exportedAt":"${new Date().toISOString()}"`;
    for (const [name, items] of Object.entries(this.sections(customerId))) {
      held += `,"${name}":[`;
      let comma = '';
      for await (const item of items) {
        yield held + comma + JSON.stringify(item);
        held = '';
        comma = ',';
      }
      held += ']';
    }
    yield `${held}}`;
  }

  /** What is kept in a place of its own gets a line of its own. */
  private sections(customerId: string): { readonly [Name in Section]: Items<Name> } {
    return {
      participations: this.participations(customerId),
      lists: this.lists(customerId),
      assignments: this.assignments(customerId),
      sessions: this.sessions(customerId),
      optOuts: this.optOuts(customerId),
      erasures: this.erasures(customerId),
      events: this.means.events.of(customerId),
    };
  }

  private async *participations(customerId: string): Items<'participations'> {
    const rows = await page(this.means.database.pool, { customerId }, WHOLE);
    for (const row of rows) yield await this.participation(row);
  }

  private async participation(row: ParticipationRow): Promise<CustomerFile['participations'][number]> {
    const { prisma } = this.means.database;
    const kept = await prisma.participation.findUniqueOrThrow({
      where: { id: row.id },
      include: {
        contact: true,
        grants: { orderBy: { earnedAt: 'asc' } },
        messages: { orderBy: { createdAt: 'asc' } },
        accepted: { include: { accepted: true }, orderBy: { acceptedAt: 'asc' } },
        appeals: { orderBy: { appealedAt: 'asc' } },
        video: true,
      },
    });
    return {
      ...(await this.means.views.of(this.means.database.pool, row)),
      language: kept.language,
      account: { id: kept.accountId, bucketId: kept.bucketId },
      contact: contactOf(kept.contact),
      grants: kept.grants.map(grantView),
      messages: kept.messages.map(toldOf),
      accepted: kept.accepted.map(acceptedOf),
      appeals: kept.appeals.map(appealedOf),
      video: kept.video && videoOf(kept.video),
      journal: [...(await this.means.journals.read(row.id, { limit: WHOLE })).items],
    };
  }

  private async *lists(customerId: string): Items<'lists'> {
    const rows = await this.means.database.prisma.waveRow.findMany({
      where: { customerId },
      include: { contact: true },
      orderBy: [{ waveId: 'asc' }, { n: 'asc' }],
    });
    for (const row of rows) yield listedOf(row);
  }

  private async *assignments(customerId: string): Items<'assignments'> {
    const rows = await this.means.database.prisma.assignment.findMany({
      where: { customerId },
      orderBy: { programmeCode: 'asc' },
    });
    yield* rows.map(assignedOf);
  }

  /** What is in them is for signing in alone. */
  private async *sessions(customerId: string): Items<'sessions'> {
    const rows = await this.means.database.prisma.session.findMany({ where: { customerId } });
    yield* rows.map(({ expiresAt }) => ({ expiresAt: expiresAt.toISOString() }));
  }

  /** Only of addresses that are known: opt-outs are kept as keyed hashes. */
  private async *optOuts(customerId: string): Items<'optOuts'> {
    const { database, hashKey } = this.means;
    const { rows } = await database.pool.query<{ channel: Channel; address: string }>(ADDRESSES, [
      customerId,
    ]);
    const byHash = new Map(
      rows.flatMap((row) => addressHashes(hashKey, row.channel, row.address).map((hash) => [hash, row])),
    );
    const known = await database.pool.query<{
      channel: Channel;
      address_hash: string;
      scope: 'advertising' | 'all';
      opted_out_at: Date;
    }>('select * from opt_out where address_hash = any ($1) order by opted_out_at', [[...byHash.keys()]]);
    for (const { channel, address_hash, scope, opted_out_at } of known.rows) {
      const address = byHash.get(address_hash)?.address ?? '';
      yield { channel, address, scope, optedOutAt: opted_out_at.toISOString() };
    }
  }

  private async *erasures(customerId: string): Items<'erasures'> {
    const { rows } = await this.means.database.pool.query<ErasureRow>(
      `select ${ERASURE_COLUMNS} from erasure e where e.customer_id = $1`,
      [customerId],
    );
    yield* rows.map(erasureView);
  }
}

/** Where addresses of this customer ($1) are kept. */
const ADDRESSES = `
with known as (
  select c.mobile, c.email from participation p join contact c on c.participation_id = p.id where p.customer_id = $1
  union all
  select c.mobile, c.email from wave_row r join wave_contact c on c.wave_id = r.wave_id and c.n = r.n where r.customer_id = $1
)
select distinct channel, address from known, lateral (values ('sms', mobile ->> 'value'), ('email', email ->> 'value')) as a(channel, address)
where address is not null`;
