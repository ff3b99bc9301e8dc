import { spawnSync } from 'node:child_process';

/** The bootstrap cannot go on; the message says what the user can do. */
export class BootstrapError extends Error {}

/** One line of progress. Nothing is said when nothing is done. */
export function say(line) {
  console.log(`quietline: ${line}`);
}

/** Runs a program to its end and returns whether it succeeded; what it says goes to standard error. */
export function run(program, args, options = {}) {
  const stdio = ['ignore', process.stderr, process.stderr];
  const { status, error } = spawnSync(program, args, {
    stdio,
    shell: process.platform === 'win32',
    ...options,
  });
  if (error) console.error(`quietline: ${error.message}`);
  return status === 0;
}

/** What a program prints, without blanks around it, or undefined when it cannot be run or fails. */
export function output(program, args) {
  const stdio = ['ignore', 'pipe', 'ignore'];
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', stdio, timeout: 300_000 });
  return status === 0 ? stdout.trim() : undefined;
}
