import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import defaultProgramme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { type Config, readConfig } from '../../src/config.js';
import { type Definition, invitationEndsAt, parseDefinition, termsOf } from '../../src/domain/definition.js';
import { milliseconds } from '../../src/domain/duration.js';
import { accept, type InboxEvent } from '../../src/events/inbox.js';
import { BegunWaves } from '../../src/relay/begun-waves.js';
import { callHash } from '../../prisma/call-hash.js';
import { RelayLoop } from '../../src/relay/loop.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Relay } from '../../src/relay/relay.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import { TemporalGateway } from '../../src/relay/temporal-gateway.js';
import { WakeUp } from '../../src/relay/wake-up.js';
import { type Activities, createActivities } from '../../src/worker/activities.js';
import { startChargingStandIn } from '../../stand-ins/charging/server.js';
import { CHARGING_QUEUE } from '../../workflows/contract/credit.js';
import { FAST_FORWARD, type FastForwarded, fastForwardIdOf } from '../../workflows/contract/fast-forward.js';
import { TASK_QUEUE, workflowIdOf } from '../../workflows/contract/participation.js';
import { createDatabase, type TestDatabase } from './database.js';
import { SENDER_SETTINGS } from './sender-settings.js';
import { type RunningWorker, type TestTemporal } from './temporal.js';
import { until } from './until.js';

/** All of Quietline in one process on real PostgreSQL, a real charging stand-in and the Temporal server that it is given. */
export class Installation {
  readonly hash = callHash(this.config.hashKey);
  private relay: { loop: RelayLoop; wakeUp: WakeUp; running: Promise<void> } | undefined;
  private workers: RunningWorker[] = [];
  readonly registry = new Registry();
  readonly activities: Activities;

  private constructor(
    readonly config: Config,
    readonly database: TestDatabase,
    readonly temporal: TestTemporal,
    readonly chargingOrigin: string,
    private readonly log: Logger,
  ) {
    this.activities = createActivities(config, database.pool, this.registry, temporal.environment.connection);
  }

  /** Brings everything up, and down again after the file's last test; `start: []` leaves relay and workers to the test. `environment` is what it is configured with otherwise. */
  static async start(
    temporal: TestTemporal,
    start: readonly ('relay' | 'workers')[] = ['relay', 'workers'],
    log: Logger = pino({ level: 'error' }),
    environment: Readonly<Record<string, string>> = {},
  ) {
    const database = await createDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'quietline-charging-'));
    const charging = await startChargingStandIn({ dataDir, port: 0 });
    const config = readConfig({
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporal.address,
      CHARGING_URL: charging.url,
      AUTH_ISSUER: 'http://127.0.0.1:1',
      ...SENDER_SETTINGS,
      SEND_WINDOW: 'off',
      EVENT_CLIENTS: '{}',
      HASH_KEY: 'only-for-tests-only-for-tests-only',
      TIME_MACHINE: 'on',
      CHARGING_LONGEST_PROCESSING: 'PT1S',
      ...environment,
    });
    const installation = new Installation(config, database, temporal, charging.origin, log);
    afterAll(async () => {
      await installation.stopRelay();
      await installation.stopWorkers();
      await charging.close();
      await rm(dataDir, { recursive: true, force: true });
    });
    await installation.publish(defaultProgramme);
    if (start.includes('relay')) installation.startRelay();
    if (start.includes('workers')) await installation.startWorkers();
    return installation;
  }

  /** Makes the definition the programme's next published version; answers that version. */
  async publish(input: unknown): Promise<number> {
    const parsed = parseDefinition(input);
    if (!parsed.ok) throw new Error(`not a programme: ${JSON.stringify(parsed.problems)}`);
    const { rows } = await this.database.pool.query<{ version: number }>(
      `insert into programme_version (code, version, state, definition, published_at)
       select $1, coalesce(max(version), 0) + 1, 'published', $2, now() from programme_version where code = $1
       returning version`,
      [parsed.definition.code, JSON.stringify(parsed.definition)],
    );
    return rows[0]?.version ?? 0;
  }

  startRelay(): void {
    const wakeUp = new WakeUp(this.database.url, this.log);
    const means = {
      gateway: new TemporalGateway(this.temporal.environment.connection, this.temporal.namespace, 'test'),
      programmes: cachedProgrammes(),
      hash: this.hash,
      now: Date.now,
    };
    const metrics = relayMetrics(new Registry(), this.database.pool);
    const relay = new Relay(this.database.pool, means, metrics, this.log);
    const waves = new BegunWaves(this.database.pool, means.gateway, this.log);
    const pass = async () => {
      await waves.lookNowAndThen();
      return relay.pass();
    };
    const loop = new RelayLoop({ pass }, wakeUp, this.log);
    this.relay = { loop, wakeUp, running: loop.run() };
  }

  async stopRelay(): Promise<void> {
    this.relay?.loop.stop();
    await this.relay?.running;
    await this.relay?.wakeUp.close();
    this.relay = undefined;
  }

  async startWorkers(activities: Partial<Activities> = {}): Promise<void> {
    const { participations, charging } = { ...this.activities, ...activities };
    this.workers = [
      await this.temporal.startWorker({ taskQueue: TASK_QUEUE, activities: participations }),
      await this.temporal.startWorker({ taskQueue: CHARGING_QUEUE, activities: charging }),
    ];
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    this.workers = [];
  }

  /** Invites a customer as the API does: row, mailbox and the `invited` event in one transaction. Answers the participation. */
  async invite({
    customerId = `C-${randomUUID()}`,
    version = 1,
    invitedAt = new Date(),
  } = {}): Promise<Invited> {
    const id = randomUUID();
    const { rows } = await this.database.pool.query<{ code: string; definition: Definition }>(
      'select code, definition from programme_version order by version = $1 desc, version desc limit 1',
      [version],
    );
    const { code, definition } = rows[0] as { code: string; definition: Definition };
    const endsAt = invitationEndsAt(definition, invitedAt.getTime());
    const dueAt = new Date(endsAt + termsOf(definition, version).settlesAfter);
    await this.database.pool.query(
      `with p as (
         insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at,
           next_due_what, next_due_at) values ($1, $2, $3, $4, $5, $6, 'invitation', $7) returning id
       ) insert into mailbox select id from p`,
      [id, code, version, customerId, invitedAt, new Date(endsAt), dueAt],
    );
    await this.take({ type: 'participation.invited', id, source: 'urn:quietline', subject: customerId });
    return { id, customerId, workflowId: workflowIdOf(id) };
  }

  /** Puts an event of this customer's into the inbox. */
  async hear(customer: Invited, type: string, data: object = {}, time = new Date()): Promise<void> {
    await this.take({ type, data, time: time.toISOString(), subject: customer.customerId });
  }

  /**
   * Moves this customer's clock (not on the classic test server) as the API does, `by` an exact ISO 8601 duration, and
   * waits until all that it brought is settled; `visiting` keeps the visit rule.
   */
  async fastForward({ id }: Invited, by: string, { visiting = false } = {}): Promise<FastForwarded> {
    return this.temporal.client.workflow.execute(FAST_FORWARD, {
      workflowId: fastForwardIdOf(id),
      taskQueue: TASK_QUEUE,
      args: [{ participation: id, by: milliseconds(by), visiting }],
    }) as Promise<FastForwarded>;
  }

  private async take(event: Partial<InboxEvent> & Pick<InboxEvent, 'type' | 'subject'>): Promise<void> {
    const now = new Date().toISOString();
    const [verdict] = await accept(this.database.pool, [
      { source: 'urn:test', id: randomUUID(), time: now, data: {}, ...event },
    ]);
    if (verdict !== 'accepted') throw new Error(`the inbox says ${verdict}`);
  }

  /** The participation's row, as soon as `holds` says so. */
  async row(
    customer: Invited,
    holds: (row: ParticipationRow) => boolean = () => true,
  ): Promise<ParticipationRow> {
    return until(async () => {
      const { rows } = await this.database.pool.query<ParticipationRow>(
        'select * from participation where id = $1',
        [customer.id],
      );
      return rows[0] && holds(rows[0]) ? rows[0] : undefined;
    });
  }

  /** Its grants in the order of their codes. */
  async grants(customer: Invited): Promise<readonly GrantRow[]> {
    const { rows } = await this.database.pool.query<GrantRow>(
      'select * from "grant" where participation_id = $1 order by code',
      [customer.id],
    );
    return rows;
  }
}

/** An invited customer. */
export interface Invited {
  readonly id: string;
  readonly customerId: string;
  readonly workflowId: string;
}

/** What tests read of a participation's row. */
export interface ParticipationRow {
  phase: string;
  ended_because: string | null;
  steps: number;
  granted_megabytes: number;
  invitation_ends_at: Date;
  quiet_ends_at: Date | null;
  forfeited_by: string | null;
  last_visit_at: Date | null;
  next_due_what: string | null;
  next_due_at: Date | null;
  clock_offset: string;
}

/** What tests read of a grant. */
export interface GrantRow {
  id: string;
  code: string;
  megabytes: number;
  state: string;
  reference: string | null;
}
