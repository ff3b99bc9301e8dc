// Makes a clone ready to run: packages, the pinned Node, Temporal's server, Prisma's client, the build. It needs nothing
// but Node 20.19 or newer and says nothing when all is current. Options: --with-test-server (what the tests need).
import { build, buildIsCurrent, clientIsCurrent, generateClient } from './scripts/bootstrap/build.mjs';
import { chromiumIsCurrent, ensureChromium } from './scripts/bootstrap/chromium.mjs';
import { ensureExecutables, executablesAreCurrent } from './scripts/bootstrap/executables.mjs';
import {
  checkNode,
  installPackages,
  linkPostgresLibraries,
  packagesAreCurrent,
} from './scripts/bootstrap/packages.mjs';
import { temporalCli, temporalTestServer } from './scripts/bootstrap/pins.mjs';
import { ensurePythonPackages, pythonPackagesAreCurrent } from './scripts/bootstrap/python.mjs';
import { BootstrapError } from './scripts/bootstrap/say.mjs';
import { inTurn } from './scripts/bootstrap/turn.mjs';

process.chdir(import.meta.dirname);
const forTests = process.argv.includes('--with-test-server');
const executables = [
  ...(process.env.TEMPORAL_ADDRESS && !forTests ? [] : [temporalCli]),
  ...(forTests ? [temporalTestServer] : []),
];

async function makeReady() {
  if (!packagesAreCurrent()) installPackages();
  checkNode();
  linkPostgresLibraries();
  if (!executablesAreCurrent(executables)) ensureExecutables(executables);
  if (forTests && !chromiumIsCurrent()) ensureChromium();
  if (forTests && !pythonPackagesAreCurrent()) ensurePythonPackages();
  if (!clientIsCurrent()) generateClient();
  if (!buildIsCurrent()) build();
}

try {
  const ready =
    packagesAreCurrent() &&
    executablesAreCurrent(executables) &&
    (!forTests || (chromiumIsCurrent() && pythonPackagesAreCurrent())) &&
    clientIsCurrent() &&
    buildIsCurrent();
  if (!ready) await inTurn(makeReady);
} catch (error) {
  if (!(error instanceof BootstrapError)) throw error;
  console.error(`\nquietline: ${error.message}\n`);
  process.exitCode = 1;
}
