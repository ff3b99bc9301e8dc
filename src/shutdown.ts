import type { Logger } from 'pino';

/**
 * Ends the process with 0 after `close` at the first SIGTERM or SIGINT, or when its supervisor is
 * gone (exit-with-supervisor.ts sends SIGTERM then); with 1 when closing fails.
 */
export function onShutdown(log: Logger, close: () => Promise<void>): void {
  let closing = false;
  const shutdown = (reason: string) => {
    if (closing) return;
    closing = true;
    log.info({ reason }, 'shutting down');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not shut down cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => shutdown('SIGTERM'));
  process.once('SIGINT', () => shutdown('SIGINT'));
}
