// Runs Jest and says as the very last line `N passed, N failed`. Exits non-zero unless something passed and nothing failed.
// What did not run counts as failed: a skipped test, a file that does not load, a crash of Jest itself. Arguments go to Jest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIMIT_MINUTES = 25;
const folder = mkdtempSync(join(tmpdir(), 'quietline-tests-'));
const results = join(folder, 'results.json');
const code = await runJest();
const { passed, failed } = count(readResults(), code);
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);

/** In a process group of its own, so that nothing that a test started outlives it. Returns its exit code, null after a signal. */
async function runJest() {
  const jest = [
    '--disable-warning=ExperimentalWarning',
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--ci',
    '--json',
    `--outputFile=${results}`,
  ];
  const child = spawn(process.execPath, [...jest, ...process.argv.slice(2)], {
    cwd: join(import.meta.dirname, '..'),
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopGroup(child, 'SIGTERM'));
  const limit = setTimeout(() => {
    console.error(`Stopped after ${LIMIT_MINUTES} minutes`);
    stopGroup(child, 'SIGTERM');
  }, LIMIT_MINUTES * 60_000);
  const [exitCode] = await once(child, 'close');
  clearTimeout(limit);
  stopGroup(child, 'SIGKILL');
  return exitCode;
}

function stopGroup(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Jest's own report; undefined when it did not come to write one. */
function readResults() {
  try {
    return JSON.parse(readFileSync(results, 'utf8'));
  } catch (error) {
    console.error(`Jest wrote no report: ${error.message}`);
    return undefined;
  }
}

/** A file that failed without a failed test (not loaded, an afterAll that threw) counts one; so does an exit code that nothing explains. */
function count(report, exitCode) {
  if (!report) return { passed: 0, failed: 1 };
  const notRun = report.numPendingTests + report.numTodoTests;
  if (notRun > 0) console.error(`${notRun} tests were skipped: they count as failed`);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  for (const file of brokenFiles) console.error(`Failed as a whole: ${file.name}`);
  const failed = report.numFailedTests + notRun + brokenFiles.length;
  const unexplained =
    failed === 0 && (exitCode !== 0 || report.wasInterrupted || report.numPassedTests === 0);
  if (unexplained)
    console.error(`Jest ended with ${exitCode ?? 'a signal'} after ${report.numPassedTests} passed tests`);
  return { passed: report.numPassedTests, failed: unexplained ? 1 : failed };
}
