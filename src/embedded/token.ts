import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, '../../../stand-ins/identity/token.mjs');

/** A token of the embedded issuer with every scope: the one that `npm run token` prints. Throws with what the script says. */
export async function fetchToken(home: string): Promise<string> {
  const env = { QUIETLINE_HOME: home };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
  return stdout.trim();
}
