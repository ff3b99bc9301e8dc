/** One line as it came, its bytes as Latin-1 and without what ends it; undefined where it is longer than any row may be. */
export type Line = string | undefined;

/** In bytes. */
export const LONGEST_ROW = 64 * 1024;

const END = /\r\n|\n|\r(?!$)/;

/** Takes what comes apart into lines, which LF, CR-LF or CR end, some at a time; memory stays flat also where no line ever ends. */
export async function* lineBlocks(source: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  let held = '';
  let isTooLong = false;
  for await (const chunk of source) {
    const lines: Line[] = (held + chunk.toString('latin1')).split(END).map(cut);
    const rest = lines.pop();
    if (isTooLong && lines.length > 0) lines[0] = undefined;
    isTooLong = rest === undefined || (isTooLong && lines.length === 0);
    held = isTooLong ? '' : (rest ?? '');
    if (lines.length > 0) yield lines;
  }
  yield [isTooLong ? undefined : held.replace(/\r$/, '')];
}

function cut(line: string): Line {
  return line.length > LONGEST_ROW ? undefined : line;
}
