import { Problem } from '../problems/problem.js';

/** One line as it came, its bytes as Latin-1 and without what ends it; undefined where it is longer than any row may be. */
export type Line = string | undefined;

/** In bytes. */
export const LONGEST_ROW = 64 * 1024;
/** In bytes, unpacked: 1 KB for each row of as many as a list may have. */
export const LONGEST_LIST = 2_000_000_000;

const END = /\r\n|\n|\r(?!$)/;

/** Takes what comes apart into lines, which LF, CR-LF or CR end, some at a time; memory stays flat also where no line ever ends. Throws Problem (413). */
export async function* lineBlocks(
  source: AsyncIterable<Buffer>,
  longest = LONGEST_LIST,
): AsyncGenerator<readonly Line[]> {
  let held = '';
  let isTooLong = false;
  let came = 0;
  for await (const chunk of source) {
    if ((came += chunk.length) > longest) throw listTooLong();
    const lines: Line[] = (held + chunk.toString('latin1')).split(END).map(cut);
    const rest = lines.pop();
    if (isTooLong && lines.length > 0) lines[0] = undefined;
    isTooLong = rest === undefined || (isTooLong && lines.length === 0);
    held = isTooLong ? '' : (rest ?? '');
    if (lines.length > 0) yield lines;
  }
  yield [isTooLong ? undefined : held.replace(/\r$/, '')];
}

/** A list with too many bytes or rows. */
export function listTooLong(): Problem {
  const detail =
    'Split the list: a wave has 2,000,000 rows and 2 GB of them at most. Nothing of it was kept.';
  return new Problem(413, 'list-too-long', detail);
}

function cut(line: string): Line {
  return line.length > LONGEST_ROW ? undefined : line;
}
