import { isUtf8 } from 'node:buffer';
import { recordAt } from './csv-records.js';
import { textLines } from './list-beginning.js';
import {
  columnOf,
  columnProblem,
  type Heading,
  headingOf,
  isHeading,
  isNothing,
  toldDelimiter,
} from './list-columns.js';
import type { Line } from './list-lines.js';
import type { Cells, Column } from './list-row.js';
import { parseLiterally } from '../reading/number-literal.js';

/** One row of a list: its place, the first being 1, and its cells, or nothing where it cannot be taken apart. */
export interface StreamedRow {
  readonly n: number;
  readonly cells: Cells | undefined;
}

export type ListFormat = 'text/csv' | 'application/x-ndjson';

/** Takes a list apart row by row, however long it is. Throws Problem (400) where its columns are wrong. */
export function listRows(source: AsyncIterable<Buffer>, format: ListFormat): AsyncGenerator<StreamedRow> {
  return format === 'text/csv' ? csvRows(source) : jsonRows(source);
}

async function* csvRows(source: AsyncIterable<Buffer>): AsyncGenerator<StreamedRow> {
  let heading: Heading | undefined;
  let told: string | undefined;
  let n = 0;
  let waiting: readonly Line[] = [];
  for await (const { block, isLast } of untilLast(textLines(source))) {
    const lines = [...waiting, ...block];
    let at = 0;
    for (; !heading && at < lines.length; at += 1) {
      if (isNothing(lines[at])) continue;
      const delimiter = toldDelimiter(lines[at]);
      if (delimiter === undefined) heading = headingOf(lines[at], told, decoded);
      told = delimiter;
    }
    while (heading && at < lines.length) {
      const record = recordAt(lines, at, { ...heading, isWhole: isLast });
      if (!record) break;
      at += record.lines;
      if (record.cells?.length !== 0)
        yield { n: (n += 1), cells: record.cells && cellsIn(heading.columns, record.cells) };
    }
    waiting = lines.slice(at);
  }
  if (!heading)
    throw columnProblem('column-missing', 'The list is empty: its first line has to name the columns.');
}

/** Tells the last block, behind which nothing comes. */
async function* untilLast(blocks: AsyncGenerator<readonly Line[]>) {
  let before: readonly Line[] | undefined;
  for await (const block of blocks) {
    if (before) yield { block: before, isLast: false };
    before = block;
  }
  yield { block: before ?? [], isLast: true };
}

async function* jsonRows(source: AsyncIterable<Buffer>): AsyncGenerator<StreamedRow> {
  let n = 0;
  for await (const lines of textLines(source))
    for (const line of lines) {
      if (line !== undefined && line.trim() === '') continue;
      n += 1;
      if (n === 1 && line !== undefined) refuseOtherForms(line.trim());
      yield { n, cells: line === undefined ? undefined : objectOf(line) };
    }
}

/** What begins like this has no row that can be read: said once rather than of each line. */
function refuseOtherForms(first: string): void {
  const isCsv = isHeading(first);
  if (!isCsv && !first.startsWith('[') && first !== '{') return;
  const isWhat = isCsv ? 'This looks like CSV: send it as text/csv' : 'This is one JSON document';
  throw columnProblem(
    'not-ndjson',
    `${isWhat}; NDJSON is one object a line, with nothing around or between them.`,
  );
}

const utf8 = new TextDecoder('utf-8');
const latin1 = new TextDecoder('windows-1252');

/** JSON is UTF-8; a line that is not would name somebody else. */
function objectOf(line: string): Cells | undefined {
  const bytes = Buffer.from(line, 'latin1');
  if (!isUtf8(bytes)) return undefined;
  try {
    const value = parseLiterally(utf8.decode(bytes));
    const isRow = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRow ? fieldsOf(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined where a field is no column, or a column is there twice. */
function fieldsOf(row: object): Cells | undefined {
  const cells: Partial<Record<Column, unknown>> = {};
  for (const [name, field] of Object.entries(row)) {
    const column = columnOf(name);
    if (column === undefined || column in cells) return undefined;
    cells[column] = field;
  }
  return cells;
}

function cellsIn(columns: Heading['columns'], record: readonly string[]): Cells {
  const cells: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries())
    if (column !== undefined) cells[column] = decoded(record[i] ?? '');
  return cells;
}

/** UTF-8, or what Windows writes where it is not; a byte order mark is one of the list's beginning alone, and not of a cell. */
function decoded(cell: string): string {
  if (!/[\x80-\xff]/.test(cell)) return cell;
  const bytes = Buffer.from(cell, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1.decode(bytes);
}
