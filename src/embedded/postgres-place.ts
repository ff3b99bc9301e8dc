import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.js';
import { isOpenToAll } from './postgres-user.js';
import { StartError } from './start-error.js';

/**
 * The folder of PostgreSQL's data: in the home, or, where its user cannot get there (we are root and a folder above is
 * closed to others), below /var/lib/quietline. Chosen once, so that a changed mode never hides the data.
 * Throws when the data were there once and are not any more.
 */
export async function postgresPlace(home: Home, say: (line: string) => void): Promise<string> {
  const note = join(home.folder, 'postgres-place');
  const folder = existsSync(note) ? readFileSync(note, 'utf8') : await choose(home);
  if (existsSync(join(home.folder, 'postgres-made')) && !existsSync(join(folder, 'data')))
    throw new StartError(
      `PostgreSQL's data were in ${folder} and are not there any more: restore them, or remove ${home.folder} to begin anew`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  writeFileSync(note, folder);
  if (!folder.startsWith(home.folder))
    say(`PostgreSQL's own user cannot enter ${home.folder}: its data and executables are in ${folder}`);
  return folder;
}

/** Notes that the data exist from now on. */
export function notePostgresMade(home: Home): void {
  writeFileSync(join(home.folder, 'postgres-made'), '');
}

async function choose(home: Home): Promise<string> {
  const inHome = join(home.folder, 'postgres');
  if (process.getuid?.() !== 0 || (await isOpenToAll(inHome))) return inHome;
  return join('/var/lib/quietline', randomUUID());
}
