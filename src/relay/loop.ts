import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Relay } from './relay.js';
import { OutageError } from './temporal-gateway.js';
import type { WakeUp } from './wake-up.js';

/** Without a notice the relay looks this often, for tries that are due again. */
const LOOK_EVERY_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** A pass that takes longer keeps nobody waiting any more: one call may be slow, or one participation's queue long. */
const OVERTAKEN_AFTER_MS = 50;
/** Enough for one that is slow beside one that is not, twice. */
export const MOST_PASSES_AT_ONCE = 4;

/**
 * Passes until stopped, one at a time, unless one takes long: then the next begins beside it. An outage of Temporal or PostgreSQL is
 * waited out with growing pauses, and nothing is lost by it.
 */
export class RelayLoop {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();
  private pauseMs = LOOK_EVERY_MS;
  private outage: unknown;

  constructor(
    private readonly relay: Pick<Relay, 'pass'>,
    private readonly wakeUp: Pick<WakeUp, 'wait' | 'now'>,
    private readonly log: Logger,
    private readonly mostAtOnce = MOST_PASSES_AT_ONCE,
  ) {}

  /** Resolves when it was stopped and every pass has finished. */
  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const found = await this.begin();
      if (this.outage !== undefined) await this.pause();
      else if (found === 0) await this.wakeUp.wait(LOOK_EVERY_MS);
    }
    await Promise.all(this.underWay);
  }

  stop(): void {
    this.stopping.abort();
    this.wakeUp.now();
  }

  /** Answers how many deliveries the pass found; undefined when it has failed, or others may begin beside it. */
  private async begin(): Promise<number | undefined> {
    const pass = this.pass().finally(() => this.underWay.delete(pass));
    this.underWay.add(pass);
    const found = await within(OVERTAKEN_AFTER_MS, pass);
    if (found !== 'under-way') return found;
    // it may have left something for the next one, which need not wait for the clock
    void pass.then(() => this.wakeUp.now());
    if (this.underWay.size >= this.mostAtOnce) await Promise.race(this.underWay);
    return undefined;
  }

  private async pass(): Promise<number | undefined> {
    try {
      const found = await this.relay.pass();
      this.pauseMs = LOOK_EVERY_MS;
      return found;
    } catch (error) {
      this.outage = error;
      return undefined;
    }
  }

  /**
   * However many events come in meanwhile: each notice would only be one more question to who cannot answer. Only where it was a single
   * participation's question does the next event tell whether anybody is answered.
   */
  private async pause(): Promise<void> {
    const { outage, pauseMs } = this;
    this.outage = undefined;
    this.pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    this.log.warn({ err: outage, pauseMs }, 'nothing can be delivered now; holding everything');
    if (outage instanceof OutageError && outage.isOfOne) return this.wakeUp.wait(pauseMs);
    const { signal } = this.stopping;
    await sleep(pauseMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** What the work comes to, or that it is still under way by then. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | 'under-way'> {
  const over = new AbortController();
  const late = sleep(ms, 'under-way' as const, { signal: over.signal }).catch(() => 'under-way' as const);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
