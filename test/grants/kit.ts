import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Charging, ChargingAlarm } from '../../activities/charging/charging.js';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import type { Crediter } from '../../activities/grants/asking.js';
import { createCrediting } from '../../activities/grants/credit.js';
import { FIRST_TRY_MS } from '../../activities/grants/grant-row.js';
import { createQuickTry } from '../../activities/grants/quick-try.js';
import type { Credited } from '../../workflows/contract/credit.js';
import { toldSystem, type ToldSystem } from '../charging/told-system.js';
import type { TestDatabase } from '../support/database.js';

/** Longer than any test takes. */
const LONGEST_MS = 600_000;

const PATTERNS = { accountPattern: '{customerId}', bucketPattern: '{customerId}-data' };

/** A grant as tests read it. */
export interface GrantRow {
  readonly state: string;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly retries: number;
  readonly credited_at: Date | null;
}

/** What an activity runs in. */
export function activityEnvironment(): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
}

/** Grants on real PostgreSQL and a charging system that can be told what to do. */
export class Till {
  readonly alarms: ChargingAlarm[] = [];
  /** Room for one more: 0, or how long to wait for it. */
  readonly permits = { take: async () => 0 };
  private readonly alarm = (kind: ChargingAlarm) => void this.alarms.push(kind);

  private constructor(
    readonly database: TestDatabase,
    readonly system: ToldSystem,
  ) {}

  static async open(database: TestDatabase): Promise<Till> {
    const system = await toldSystem();
    afterAll(() => system.close());
    return new Till(database, system);
  }

  /** Grants as a step leaves them: pending, their first try counted. */
  async grants(count = 1): Promise<readonly string[]> {
    const participation = randomUUID();
    const ids = Array.from({ length: count }, () => randomUUID());
    await this.database.pool.query(
      `insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at,
         next_due_what, next_due_at) values ($1, 'p', 1, $2, now(), now(), 'quiet period', now())`,
      [participation, `C-${participation}`],
    );
    await this.database.pool.query(
      `insert into "grant" (id, participation_id, code, megabytes, attempts, next_attempt_at, step, earned_at)
       select id, $1, id::text, 600, 1, clock_timestamp() + $3 * interval '1 millisecond', 1, now() from unnest($2::uuid[]) id`,
      [participation, ids, FIRST_TRY_MS + LONGEST_MS],
    );
    return ids;
  }

  /** The try inside the step. */
  quickTry(grants: readonly string[], charging?: Charging): Promise<readonly string[]> {
    return createQuickTry(this.crediter(charging))(grants);
  }

  /** One attempt of the grant's own workflow; what it throws to be asked again is answered as its message. */
  async credit(grant: string, charging?: Charging, environment = activityEnvironment()): Promise<string> {
    const crediting = createCrediting(this.crediter(charging));
    const credit = (id: string) => crediting.credit(id);
    try {
      const { state } = await environment.run<[string], Credited, typeof credit>(credit, grant);
      return state;
    } catch (error) {
      if (error instanceof ApplicationFailure && error.type === 'StillPending') return error.message;
      throw error;
    }
  }

  /** As the API does when somebody asks to try a failed grant again. */
  async retry(grant: string): Promise<void> {
    await this.database.pool.query(
      `update "grant" set state = 'pending', reason = null, retries = retries + 1 where id = $1 and state = 'failed'`,
      [grant],
    );
  }

  async row(grant: string): Promise<GrantRow> {
    const { rows } = await this.database.pool.query<GrantRow>('select * from "grant" where id = $1', [grant]);
    if (!rows[0]) throw new Error('the grant is gone');
    return rows[0];
  }

  /** Lets as much time pass as the charging system may work on what it was asked. */
  async longestPasses(grant: string): Promise<void> {
    await this.database.pool.query('update "grant" set next_attempt_at = clock_timestamp() where id = $1', [
      grant,
    ]);
  }

  charging(): Charging {
    return tmf654Charging({ url: this.system.url, longestProcessingMs: LONGEST_MS });
  }

  private crediter(charging = this.charging()): Crediter {
    const { alarm, permits } = this;
    return { pool: this.database.pool, charging, patterns: PATTERNS, longestMs: LONGEST_MS, permits, alarm };
  }
}
