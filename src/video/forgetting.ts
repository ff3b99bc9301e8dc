import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Queryable } from '../database/database.js';
import { forgetOldWatching } from './watching.js';

const EVERY_MS = 60 * 60_000;

/** Forgets old watching at the start and every hour, in each API process: whoever comes second finds nothing. */
export class Forgetting implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Queryable,
    private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.forget(), EVERY_MS).unref();
    this.forget();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private forget(): void {
    forgetOldWatching(this.db).catch((err: unknown) =>
      this.log.warn({ err }, 'old watching could not be forgotten now; the next hour tries again'),
    );
  }
}
