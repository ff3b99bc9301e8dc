import { afterAll } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import pg from 'pg';
import { type Credited, CREDIT, creditIdOf } from '../../workflows/contract/credit.js';
import { until } from '../support/until.js';
import type { Shipped } from './shipped.js';

/** What lies behind the API of the shipped program: its database and its workflows. */
export class Behind {
  private constructor(
    private readonly shipped: Shipped,
    readonly pool: pg.Pool,
    readonly client: Client,
  ) {}

  static async of(shipped: Shipped): Promise<Behind> {
    const connection = await Connection.connect({ address: new URL(shipped.url('temporal')).host });
    const pool = new pg.Pool({ connectionString: shipped.databaseUrl });
    pool.on('error', () => undefined); // an idle connection to a server that was killed
    afterAll(async () => {
      await pool.end();
      await connection.close();
    });
    return new Behind(shipped, pool, new Client({ connection }));
  }

  /** kill -9 of PostgreSQL; resolves when it answers again. */
  async killPostgres(): Promise<void> {
    await this.shipped.kill('postgres');
    await until(() => this.answers(), 60_000);
  }

  private async answers(): Promise<true | undefined> {
    try {
      await this.pool.query('select');
      return true;
    } catch {
      return undefined; // still starting
    }
  }

  /** Lets nobody else touch a table until PostgreSQL is killed. */
  async lock(table: string): Promise<void> {
    const client = await this.pool.connect();
    client.on('error', () => undefined).once('end', () => client.release(true));
    await client.query(`begin; lock table ${table} in access exclusive mode`);
  }

  /** Until a connection, none of these `others`, waits for the lock of a table that it wants to update; answers all that do. */
  async untilWaiting(table: string, others: readonly number[] = []): Promise<readonly number[]> {
    return until(async () => {
      const { rows } = await this.pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where wait_event_type = 'Lock' and query like $1 and pid <> all ($2::int[])`,
        [`%update ${table}%`, others],
      );
      return rows.length > 0 ? rows.map(({ pid }) => pid) : undefined;
    }, 60_000);
  }

  /** A moment in which none of these credits is being tried: a try whose worker dies is missed only 45 s later. */
  async untilBetweenTries(grants: readonly string[]): Promise<void> {
    await until(async () => {
      const next = await Promise.all(grants.map((grant) => this.nextTry(grant)));
      return Math.min(...next) > Date.now() + 1_000 || undefined;
    }, 60_000);
  }

  /** When this credit is tried again; 0 while it is being tried. */
  private async nextTry(grant: string): Promise<number> {
    const { raw } = await this.client.workflow.getHandle(creditIdOf(grant)).describe();
    return optionalTsToMs(raw.pendingActivities?.[0]?.nextAttemptScheduleTime) ?? 0;
  }

  /** What became of the workflow of one credit, whose next try comes now and not after its pause. */
  async creditEnds(grant: string): Promise<Credited> {
    const workflow = this.client.workflow.getHandle<() => Promise<Credited>>(creditIdOf(grant));
    if ((await workflow.describe()).status.name === 'RUNNING')
      await this.client.workflowService.resetActivity({
        namespace: this.client.options.namespace,
        execution: { workflowId: workflow.workflowId },
        type: CREDIT,
      });
    return workflow.result();
  }
}
