import pg from 'pg';
import type { Logger } from 'pino';

const CONNECT_WITHIN_MS = 5_000;

/** Waits for PostgreSQL's notice that something is to be delivered; losing the connection only costs the shortcut. */
export class WakeUp {
  private client: pg.Client | undefined;
  private rung = false;
  private ring: () => void = () => undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly log: Logger,
  ) {}

  /** Until a notice comes, one came since the last wait, or `ms` are over. */
  async wait(ms: number): Promise<void> {
    await this.listen();
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.rung = false;
  }

  /** Ends a wait at once. */
  now(): void {
    this.rung = true;
    this.ring();
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end();
  }

  private async listen(): Promise<void> {
    if (this.client) return;
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'relay-notices',
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      keepAlive: true,
    });
    client.on('notification', () => this.now());
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client));
    try {
      await client.connect();
      await client.query('listen deliveries');
      this.client = client;
    } catch (error) {
      client.end().catch(() => undefined); // it is of no use any more
      this.log.warn({ err: error }, 'no notices from PostgreSQL for now; looking by the clock');
    }
  }

  private lost(client: pg.Client, error?: Error): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.log.warn({ err: error }, 'lost the connection for notices; looking by the clock until it is back');
  }
}
