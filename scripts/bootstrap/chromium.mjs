import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findOnPath, noteExecutable, notedPath } from './executables.mjs';
import { BootstrapError, say } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Fonts as well: without any a page is drawn without text. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-liberation'];

/** Whether it is noted where the browser of the tests lies. */
export function chromiumIsCurrent() {
  const path = notedPath('chromium');
  return path !== undefined && existsSync(path);
}

/** Finds Chromium or installs Debian's, and notes where it lies. Throws BootstrapError, saying what to do. */
export function ensureChromium() {
  const path = find() ?? install() ?? find();
  if (!path)
    throw new BootstrapError(
      `The browser tests need Chromium. Install it (on Debian: apt-get install ${DEBIAN_PACKAGES.join(' ')}), or set CHROMIUM_PATH, then run this again.`,
    );
  noteExecutable('chromium', { version: 'found', path });
}

function find() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH && existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
  return NAMES.map((name) => findOnPath(name)).find((path) => path !== undefined);
}

/** As root, or as somebody who may be root without being asked. */
function install() {
  if (!findOnPath('apt-get')) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (asRoot.length > 0 && !findOnPath('sudo')) return;
  say('installing Chromium for the browser tests (once)');
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-q', '-y', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(command, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  if (apt('update')) apt('install', '--no-install-recommends', ...DEBIAN_PACKAGES);
}
