import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot, noteExecutable, notedVersion, notedPath } from './executables.mjs';
import { BootstrapError, output, run, say } from './say.mjs';

/** Exact versions with the hashes of their files, made of python-packages.in. */
const list = 'scripts/bootstrap/python-packages.txt';
const oldest = 11;

/** Whether Python's packages of the tests are there as they are listed. */
export function pythonPackagesAreCurrent() {
  const paths = [notedPath('python'), notedPath('python-packages')];
  const areThere = paths.every((each) => each !== undefined && existsSync(each));
  return areThere && notedVersion('python-packages') === wanted();
}

/** Installs the packages into a folder of the cache, which any clone may use, and notes where it lies. Throws BootstrapError, saying what to do. */
export function ensurePythonPackages() {
  const python = findPython();
  const version = output(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  const key = createHash('sha256').update(wanted()).digest('hex').slice(0, 16);
  const folder = path.join(cacheRoot, `python-${version}-${process.platform}-${process.arch}-${key}`);
  if (!existsSync(folder)) install(python, folder);
  noteExecutable('python', { version, path: python });
  noteExecutable('python-packages', { version: wanted(), path: folder });
}

function wanted() {
  return createHash('sha256').update(readFileSync(list)).digest('hex');
}

function findPython() {
  const isNew = `import sys; assert sys.version_info >= (3, ${oldest})`;
  const python = ['python3', 'python'].find((name) => output(name, ['-c', isNew]) !== undefined);
  if (python) return output(python, ['-c', 'import sys; print(sys.executable)']);
  throw new BootstrapError(
    `The tests of clients in Python need Python 3.${oldest} or newer (Debian: apt-get install python3 python3-pip). Then run this again.`,
  );
}

/** Without a virtual environment, which needs a package of its own on some systems: pip alone is enough. */
function install(python, folder) {
  if (output(python, ['-m', 'pip', '--version']) === undefined)
    throw new BootstrapError(
      `pip is missing for ${python} (Debian: apt-get install python3-pip). Then run this again.`,
    );
  say(`fetching Python's packages for the tests (half a minute, once; kept in ${cacheRoot})`);
  mkdirSync(cacheRoot, { recursive: true });
  // A name of its own until it is whole: another clone may be fetching the same.
  const part = `${folder}.${randomUUID()}.part`;
  const flags = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-warn-script-location'];
  const exactly = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--target', part, '-r', list];
  const env = { ...process.env, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_ROOT_USER_ACTION: 'ignore' };
  try {
    if (!run(python, ['-m', 'pip', 'install', ...flags, ...exactly], { env }))
      throw new BootstrapError(
        'pip could not install what the tests run in Python. Is the package index reachable? Behind a mirror: pip config set global.index-url <url>. Then run this again.',
      );
    if (!existsSync(folder)) renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}
