import type { Logger } from 'pino';
import type { Queryable } from '../database/database.js';
import { askEach } from './ask-each.js';
import type { TemporalGateway } from './temporal-gateway.js';

const MINUTE = 60_000;
const LOOK_EVERY_MS = MINUTE;
/** By then every grant has been credited by its step, or handed to a workflow of its own. */
const FORGOTTEN_AFTER_MS = 10 * MINUTE;
const PAGE = 200;

interface Cursor {
  readonly earnedAt: Date | '-infinity';
  readonly id: string;
}

const BEGINNING: Cursor = { earnedAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/** The age is told by the wall clock: a participation's clock is never moved while a credit is pending. */
const FIND = `
select g.id, g.earned_at as "earnedAt" from "grant" g
join step s on s.participation_id = g.participation_id and s.n = g.step
join participation p on p.id = g.participation_id
where g.state = 'pending' and (g.earned_at, g.id) > ($1, $2)
  and s.recorded_at - p.clock_offset * interval '1 millisecond' < now() - $3 * interval '1 millisecond'
order by g.earned_at, g.id limit $4`;

/**
 * Sees to it that every pending grant has a workflow that credits it (R14): also where that one or its participation was
 * terminated, Temporal was restored from a backup, or a process died between asking for a retry and starting it.
 */
export class ForgottenCredits {
  private nextLookAt = 0;
  private after = BEGINNING;

  constructor(
    private readonly db: Queryable,
    private readonly gateway: Pick<TemporalGateway, 'startCredit'>,
    private readonly log: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** Looks if it is time to, and answers whether it was. Throws OutageError, and what PostgreSQL throws. */
  async lookNowAndThen(): Promise<boolean> {
    if (this.now() < this.nextLookAt) return false;
    this.nextLookAt = this.now() + LOOK_EVERY_MS;
    await this.look();
    return true;
  }

  /** One page, the next one next time: of a workflow that runs nothing happens. Answers for how many grants it asked. */
  async look(olderThanMs = FORGOTTEN_AFTER_MS): Promise<number> {
    const { rows } = await this.db.query<Cursor>(FIND, [
      this.after.earnedAt,
      this.after.id,
      olderThanMs,
      PAGE,
    ]);
    await askEach(
      rows,
      ({ id }) => this.begin(id),
      (err, { id }) => this.log.error({ err, grant: id }, 'cannot start crediting a grant'),
    );
    this.after = rows.length < PAGE ? BEGINNING : (rows.at(-1) ?? BEGINNING);
    return rows.length;
  }

  private async begin(grant: string): Promise<void> {
    const sent = await this.gateway.startCredit(grant);
    if (sent !== 'sent') this.log.error({ grant, sent }, 'cannot start crediting a grant');
  }
}
