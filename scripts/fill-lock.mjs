// Completes package-lock.json after `npm install`: a registry that lacks the binaries of some foreign platform leaves
// them out of the lock, and `npm ci` then refuses it ("Missing: ... from lock file"). Run: npm run lock
import { readFileSync, writeFileSync } from 'node:fs';

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];
const otherNames = new Map([
  ['windows', 'win32'],
  ['win', 'win32'],
  ['x86_64', 'x64'],
  ['armv7', 'arm'],
]);

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];

for (const [folder, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(folder, name)) continue;
    lock.packages[`node_modules/${name}`] = missingEntry(name, range, entry.dev);
    added.push(name);
  }
}
refuseHostNames();
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(file, JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2) + '\n');
console.log(added.length > 0 ? `Added ${added.join(', ')}` : 'Nothing to add: the lock is complete');

/** True when `name` resolves from `folder` the way Node looks for it: in its own node_modules, then in every one above. */
function isLocked(folder, name) {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

/** What npm itself would write for an optional package of another platform, without the hash that nobody here can know. */
function missingEntry(name, range, dev) {
  const words = name.split(/[/-]/).map((word) => otherNames.get(word) ?? word);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!os && !cpu)
    throw new Error(`${name} is missing from the lock and its name tells no platform: add it by hand`);
  return {
    version: range.replace(/^[\^~]/, ''),
    optional: true,
    ...(dev && { dev }),
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
  };
}

/** `npm ci` takes packages from the registry that is configured where it runs, so the lock must name none. */
function refuseHostNames() {
  const named = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.startsWith('http'));
  if (named.length > 0) throw new Error(`${named.length} entries name a registry, such as ${named[0][0]}`);
}
