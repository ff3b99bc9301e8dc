import type { Instant } from '../../src/domain/terms.js';
import { Installation, type Invited, type ParticipationRow } from './installation.js';
import { started } from './history.js';
import { timeSkippingEnvironment } from './temporal.js';

export const DAY = 24 * 60 * 60 * 1_000;

/**
 * All of Quietline on the classic time-skipping server: one clock for everybody, which PostgreSQL is told after each move.
 * Real relay, journal and charging; nothing here decides anything.
 */
export class SkippedTime {
  private constructor(readonly installation: Installation) {}

  static async start(): Promise<SkippedTime> {
    return new SkippedTime(await Installation.start(await timeSkippingEnvironment()));
  }

  /** The common clock. */
  now(): Promise<Instant> {
    return this.installation.temporal.environment.currentTimeMs();
  }

  /** Moves the common clock; timers fire on the way. */
  async pass(ms: number): Promise<void> {
    await this.installation.temporal.environment.sleep(ms);
  }

  /** Moves the common clock to this instant, or not at all when it has passed. */
  async passUntil(at: Instant): Promise<void> {
    const ms = at - (await this.now());
    if (ms > 0) await this.pass(ms);
  }

  /** Somebody invited just now, whose workflow has been started. */
  async invite(): Promise<Invited> {
    await this.tellTime();
    const customer = await this.installation.invite({ invitedAt: new Date(await this.now()) });
    await started(this.installation, customer);
    return customer;
  }

  async invited(count: number): Promise<readonly Invited[]> {
    const customers: Invited[] = [];
    for (let i = 0; i < count; i += 1) customers.push(await this.invite());
    return customers;
  }

  /** Puts an event of this customer's into the inbox, which happened just now or then. */
  async hear(customer: Invited, type: string, data: object = {}, time?: Instant): Promise<void> {
    await this.tellTime();
    await this.installation.hear(customer, type, data, new Date(time ?? (await this.now())));
  }

  /** Somebody who has registered just now. */
  async registered(): Promise<Invited> {
    const customer = await this.invite();
    await this.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await this.inPhase(customer, 'quiet');
    return customer;
  }

  /** Warns as the sweep does and proposes the drop when that may be judged; answers the breach's instant. */
  async drop(customer: Invited): Promise<Instant> {
    const { last_visit_at } = await this.installation.row(customer);
    const lastVisitAt = last_visit_at?.getTime() ?? 0;
    await this.passUntil(lastVisitAt + 21 * DAY);
    await this.installation.database.pool.query(
      'update participation set warned_for = last_visit_at, warned_at = $2 where id = $1',
      [customer.id, new Date(lastVisitAt + 21 * DAY)],
    );
    await this.passUntil(lastVisitAt + 30 * DAY);
    const proposal = { lastVisitAt: new Date(lastVisitAt).toISOString() };
    await this.hear(customer, 'participation.went-inactive', proposal);
    await this.inPhase(customer, 'dropped');
    return lastVisitAt + 30 * DAY;
  }

  inPhase(customer: Invited, phase: string): Promise<ParticipationRow> {
    return this.installation.row(customer, (row) => row.phase === phase);
  }

  private async tellTime(): Promise<void> {
    const offset = (await this.now()) - Date.now();
    const { pool } = this.installation.database;
    await pool.query(`alter table participation alter column clock_offset set default ${offset}`);
    await pool.query('update participation set clock_offset = $1', [offset]);
  }
}
