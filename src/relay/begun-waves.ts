import type { Logger } from 'pino';
import type { Queryable } from '../database/database.js';
import { askEach } from './ask-each.js';
import type { TemporalGateway } from './temporal-gateway.js';

const LOOK_EVERY_MS = 1_000;
/** Also one whose workflow was terminated, or had just come to its end as paused, is found. */
const ASK_AGAIN_AFTER_MS = 10_000;

interface Begun {
  readonly id: string;
  readonly programme: string;
  readonly begunAt: Date;
}

/** Sees to it that every wave that is being sent has a workflow that sends it: PostgreSQL says so, whoever was away when it was begun. */
export class BegunWaves {
  private nextLookAt = 0;
  /** When each was asked for, by when it was begun. */
  private asked = new Map<string, number>();

  constructor(
    private readonly db: Queryable,
    private readonly gateway: Pick<TemporalGateway, 'startWave'>,
    private readonly log: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** Looks if it is time to, and answers whether it was. Throws OutageError, and what PostgreSQL throws. */
  async lookNowAndThen(): Promise<boolean> {
    if (this.now() < this.nextLookAt) return false;
    this.nextLookAt = this.now() + LOOK_EVERY_MS;
    const { rows } = await this.db.query<Begun>(
      `select id, programme_code as programme, begun_at as "begunAt" from wave where state = 'sending' order by begun_at`,
    );
    this.asked = new Map(
      rows.map((wave) => [keyOf(wave), this.asked.get(keyOf(wave)) ?? -Infinity] as const),
    );
    await askEach(
      rows,
      (wave) => this.ask(wave),
      (err, { id }) => this.log.error({ err, wave: id }, 'cannot start sending a wave'),
    );
    return true;
  }

  private async ask(wave: Begun): Promise<void> {
    if (this.now() < (this.asked.get(keyOf(wave)) ?? -Infinity) + ASK_AGAIN_AFTER_MS) return;
    const sent = await this.gateway.startWave(wave.id, wave.programme);
    if (sent !== 'sent') this.log.error({ wave: wave.id, sent }, 'cannot start sending a wave');
    this.asked.set(keyOf(wave), this.now());
  }
}

function keyOf({ id, begunAt }: Begun): string {
  return `${id} ${begunAt.toISOString()}`;
}
