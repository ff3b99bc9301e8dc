import { existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const MAX_BYTES = 20_000_000;

/** Opens a log for appending, for its owner only; one of more than 20 MB is put aside first, over the one before it. */
export function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > MAX_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last lines of a log, as an error message quotes them. */
export function endOfLog(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n') : '';
}
