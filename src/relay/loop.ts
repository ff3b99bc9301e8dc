import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Relay } from './relay.js';
import type { WakeUp } from './wake-up.js';

/** Without a notice the relay looks this often, for tries that are due again. */
const LOOK_EVERY_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Passes until stopped; an outage of Temporal or PostgreSQL is waited out with growing pauses, and nothing is lost by it. */
export class RelayLoop {
  private readonly stopping = new AbortController();
  private pauseMs = LOOK_EVERY_MS;

  constructor(
    private readonly relay: Pick<Relay, 'pass'>,
    private readonly wakeUp: Pick<WakeUp, 'wait' | 'now'>,
    private readonly log: Logger,
  ) {}

  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const found = await this.pass();
      if (found === 0) await this.wakeUp.wait(LOOK_EVERY_MS);
    }
  }

  stop(): void {
    this.stopping.abort();
    this.wakeUp.now();
  }

  /** Answers how many deliveries were found; undefined after an outage, which has been paused for. */
  private async pass(): Promise<number | undefined> {
    try {
      const found = await this.relay.pass();
      this.pauseMs = LOOK_EVERY_MS;
      return found;
    } catch (error) {
      this.log.warn(
        { err: error, pauseMs: this.pauseMs },
        'nothing can be delivered now; holding everything',
      );
      await this.pause();
      return undefined;
    }
  }

  /** However many events come in meanwhile: each notice would only be one more question to who cannot answer. */
  private async pause(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(this.pauseMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
