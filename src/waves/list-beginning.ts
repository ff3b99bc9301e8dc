import { Problem } from '../problems/problem.js';
import { type Line, lineBlocks } from './list-lines.js';

/** A byte order mark, read as Latin-1. */
const UTF8_MARK = /^\u00ef\u00bb\u00bf/;

const UTF16 =
  'This is UTF-16, as spreadsheets save "Unicode text": save the list in UTF-8, as in "CSV UTF-8".';
const PACKED =
  'This is packed with gzip: send it with the header Content-Encoding: gzip, or unpack it before.';
const FILE = 'This is a workbook or an archive and no text: save the list as CSV in UTF-8.';

/** How files begin that are no list, read as Latin-1. */
const FOREIGN: readonly (readonly [beginning: string, detail: string])[] = [
  ['\u00ff\u00fe', UTF16],
  ['\u00fe\u00ff', UTF16],
  ['\u001f\u008b', PACKED],
  ['PK\u0003\u0004', FILE],
  ['\u00d0\u00cf\u0011\u00e0', FILE],
];

/** The lines of a list without its byte order mark. Throws Problem (400) for what is a list in no encoding that is known. */
export async function* textLines(source: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  let isFirst = true;
  let isKnown = false;
  for await (const block of lineBlocks(source)) {
    const lines = isFirst ? block.with(0, block[0]?.replace(UTF8_MARK, '')) : block;
    isFirst = false;
    if (!isKnown) refuseForeign(lines.find((line) => line !== ''));
    isKnown ||= lines.some((line) => line !== '');
    yield lines;
  }
}

/** Every column's name is ASCII, and so is a brace: of UTF-16, with a mark or without, one of the first two bytes is zero. */
function refuseForeign(first: Line): void {
  if (first === undefined) return;
  const foreign = FOREIGN.find(([beginning]) => first.startsWith(beginning))?.[1];
  const detail = foreign ?? (first.slice(0, 2).includes('\0') ? UTF16 : undefined);
  if (detail !== undefined)
    throw new Problem(400, 'encoding-unknown', `${detail} Nothing of the list was kept.`);
}
