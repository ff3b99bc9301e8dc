import { ConfigError, readConfig, readDatabaseConfig } from './config.js';

/** The commands of the built program. Each `main` resolves when started and shuts down on SIGTERM and SIGINT by itself. */
const commands: Record<string, () => Promise<void>> = {
  api: async () => {
    const config = readConfig(process.env);
    await (await import('./api/main.js')).main(config);
  },
  relay: async () => {
    const config = readConfig(process.env);
    await (await import('./relay/main.js')).main(config);
  },
  worker: async () => {
    const config = readConfig(process.env);
    await (await import('./worker/main.js')).main(config);
  },
  migrate: async () => {
    const config = readDatabaseConfig(process.env);
    await (await import('./migrate.js')).main(config);
  },
};

class UsageError extends Error {}

async function start(name: string | undefined): Promise<void> {
  const command = commands[name ?? ''];
  if (!command) throw new UsageError(`Usage: node dist/src/main.js ${Object.keys(commands).join('|')}`);
  await command();
  // A supervisor that started us with a channel learns that we serve now.
  process.send?.('ready');
}

start(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof UsageError ? error.message : error);
  process.exit(1);
});
