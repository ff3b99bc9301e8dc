import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { Erasing } from '../../activities/erasing/erasing.js';
import { forgetContacts } from '../../activities/contacts/forgetting.js';
import { forgetOldAnswers } from '../../activities/erasing/old-answers.js';
import { Runs } from '../../prisma/runs.js';
import { accept } from '../events/inbox.js';
import { expireWave } from '../waves/expiring.js';
import { forgetLostLists } from '../waves/incoming-list.js';

const LOOK_EVERY_MS = 5_000;

/** Carries erasures out and forgets what is kept for a time only, round by round, until it is stopped; an outage of PostgreSQL is waited out. */
export class Eraser {
  private readonly stopping = new AbortController();
  private readonly erasing: Erasing;
  private readonly runs: Runs;

  constructor(
    { hashKey }: { readonly hashKey: string },
    private readonly pool: Pool,
    private readonly log: Logger,
  ) {
    this.runs = new Runs(pool);
    this.erasing = new Erasing({
      pool,
      hashKey,
      takeIn: accept,
      onError: (erasure, err) =>
        log.error({ err, erasure }, 'an erasure could not be looked at; it comes again'),
    });
  }

  /** Resolves when it was stopped and has finished its round. */
  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.round();
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined); // stopped meanwhile
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private async round(): Promise<void> {
    try {
      await forgetLostLists(this.pool);
      await this.erasing.round();
      await this.runs.completed('erasures');
    } catch (err) {
      this.log.error({ err }, 'a round of erasures failed; it comes again');
    }
    try {
      await forgetOldAnswers(this.pool);
      await expireWave(this.pool);
      while (await forgetContacts(this.pool));
      await this.runs.completed('expiries');
    } catch (err) {
      this.log.error({ err }, 'what is kept for a time only could not be forgotten; it comes again');
    }
  }
}
