import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readEmbeddedConfig } from '../config.js';
import { Api } from './api.js';
import { stories } from './stories.js';
import { Telling } from './telling.js';

/** The root of the project, seen from the compiled file. */
const ROOT = join(import.meta.dirname, '../../..');

/** The token that `npm run --silent token` prints. */
async function token(): Promise<string> {
  const script = join(ROOT, 'stand-ins/identity/token.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: ROOT });
  return stdout.trim();
}

/** Lives all stories at once on the running system and tells them one after the other; answers whether all ended as told. */
async function tellAll(api: Api): Promise<boolean> {
  const lived = stories.map(({ title, live }) => {
    const telling = new Telling();
    const ended = live(api, telling).then(
      () => true,
      (error: unknown) => {
        telling.failed(error instanceof Error ? error.message : String(error));
        return false;
      },
    );
    return { title, telling, ended };
  });
  let asTold = true;
  for (const [i, { title, telling, ended }] of lived.entries()) {
    telling.aloud(`${i + 1}. ${title}`, console.log);
    asTold = (await ended) && asTold;
  }
  return asTold;
}

async function main(): Promise<void> {
  const { PORT, API_PORT = PORT } = readEmbeddedConfig(process.env);
  const began = Date.now();
  const asTold = await tellAll(new Api(`http://127.0.0.1:${API_PORT}`, await token()));
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  if (!asTold) throw new Error('Not every story ended as told.');
  console.log(`\nFive stories told in ${seconds} s; every megabyte was read from the API.`);
}

main().catch((error: unknown) => {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : undefined;
  console.error(`\n${said ?? (error instanceof Error ? error.message : String(error))}`);
  process.exitCode = 1;
});
