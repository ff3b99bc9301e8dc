import pg from 'pg';

/** How often is looked. */
const LOOKS_EVERY_MS = 250;

/**
 * Says of one connection which sessions it waits for, whenever that changes. It looks from a connection of its own and names
 * no statement, as statements may hold personal data.
 */
export class Waits {
  readonly #client: pg.Client;
  readonly #pid: number;
  readonly #say: (line: string) => void;
  #seen = '';
  #next: NodeJS.Timeout | undefined;

  private constructor(client: pg.Client, pid: number, say: (line: string) => void) {
    this.#client = client;
    this.#pid = pid;
    this.#say = say;
  }

  /** Watches the backend `pid` of the database at `databaseUrl` until `stop`. */
  static async watch(databaseUrl: string, pid: number, say: (line: string) => void): Promise<Waits> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'quietline-migrate-watch',
    });
    // the next look tells
    client.on('error', () => undefined);
    await client.connect();
    const waits = new Waits(client, pid, say);
    waits.#lookLater();
    return waits;
  }

  /** Whom it waited for when that was last seen; empty if never. */
  get seen(): string {
    return this.#seen;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#next);
    await this.#client.end();
  }

  #lookLater(): void {
    this.#next = setTimeout(() => {
      this.#look().then(
        () => this.#lookLater(),
        (error: unknown) => this.#say(`No longer able to tell what is waited for: ${String(error)}`),
      );
    }, LOOKS_EVERY_MS);
  }

  async #look(): Promise<void> {
    const { rows } = await this.#client.query<{ session: string }>(
      `select format('%s (%s, %s, transaction of %s)', pid, application_name, state, to_json(xact_start)) as session
         from pg_stat_activity where pid = any (pg_blocking_pids($1)) order by pid`,
      [this.#pid],
    );
    const seen = rows.map(({ session }) => session).join(', ');
    if (seen === '' || seen === this.#seen) return;
    this.#seen = seen;
    this.#say(`Waiting for session ${seen}`);
  }
}
