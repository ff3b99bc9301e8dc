import { isUtf8 } from 'node:buffer';
import { Problem } from '../problems/problem.js';
import { cellsOf, recordAt } from './csv-records.js';
import { type Line, lineBlocks } from './list-lines.js';
import { type Cells, type Column, COLUMNS } from './list-row.js';

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
  let header: Header | undefined;
  let n = 0;
  let waiting: readonly Line[] = [];
  for await (const { block, isLast } of untilLast(lineBlocks(source))) {
    const lines = [...waiting, ...block];
    let at = behindBlank(lines, 0);
    if (!header && at < lines.length) {
      header = headerOf(lines[at]);
      at = behindBlank(lines, at + 1);
    }
    while (header && at < lines.length) {
      const record = recordAt(lines, at, { ...header, isWhole: isLast });
      if (!record) break;
      yield { n: (n += 1), cells: record.cells && cellsIn(header.columns, record.cells) };
      at = behindBlank(lines, at + record.lines);
    }
    waiting = lines.slice(at);
  }
  if (!header)
    throw columnProblem('column-missing', 'The list is empty: its first line has to name the columns.');
}

/** A blank line is no row; inside a cell it is part of that. */
function behindBlank(lines: readonly Line[], from: number): number {
  let at = from;
  while (lines[at] === '') at += 1;
  return at;
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
  for await (const lines of lineBlocks(source))
    for (const line of lines) {
      if (line !== undefined && line.trim() === '') continue;
      n += 1;
      yield { n, cells: line === undefined ? undefined : objectOf(line) };
    }
}

const utf8 = new TextDecoder('utf-8');
const latin1 = new TextDecoder('windows-1252');

/** JSON is UTF-8; a line that is not would name somebody else. */
function objectOf(line: string): Cells | undefined {
  const bytes = Buffer.from(line, 'latin1');
  if (!isUtf8(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    const isRow = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRow && Object.keys(value).every(isColumn) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function cellsIn(columns: readonly Column[], record: readonly string[]): Cells {
  const cells: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) cells[column] = decoded(record[i] ?? '');
  return cells;
}

/** UTF-8, or what Windows writes where it is not. */
function decoded(cell: string): string {
  if (!/[\x80-\xff]/.test(cell)) return cell;
  const bytes = Buffer.from(cell, 'latin1');
  return (isUtf8(bytes) ? utf8 : latin1).decode(bytes);
}

interface Header {
  readonly columns: readonly Column[];
  readonly delimiter: string;
  readonly width: number;
}

/** A byte order mark, read as Latin-1. */
const UTF8_MARK = /^\u00ef\u00bb\u00bf/;
const UTF16_MARK = /^(\u00ff\u00fe|\u00fe\u00ff)/;

function headerOf(first: Line): Header {
  if (first === undefined) throw columnProblem('column-missing', 'The first line has to name the columns.');
  if (UTF16_MARK.test(first))
    throw columnProblem('encoding-unknown', 'This is UTF-16: save the list as CSV in UTF-8.');
  const line = first.replace(UTF8_MARK, '');
  const delimiter = delimiterOf(line);
  const columns = columnsOf((cellsOf(line, delimiter) ?? [line]).map(decoded));
  return { columns, delimiter, width: columns.length };
}

/** Whichever of the usual ones the first line holds most of. */
function delimiterOf(header: string): string {
  const count = (sign: string) => header.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function columnsOf(header: readonly string[]): readonly Column[] {
  const names = header.map((name) => name.trim());
  // what stands there may be a customer's, where the columns were left out
  const unknown = names.findIndex((name) => !isColumn(name));
  if (unknown >= 0)
    throw columnProblem(
      'column-unknown',
      `The first line has to name the columns, and number ${unknown + 1} is none of them: ${COLUMNS.join(', ')}.`,
    );
  if (!names.includes('customerId'))
    throw columnProblem('column-missing', 'The column customerId is missing.');
  if (new Set(names).size < names.length) throw columnProblem('column-twice', 'A column is there twice.');
  return names.filter(isColumn);
}

function isColumn(name: string): name is Column {
  return COLUMNS.some((column) => column === name);
}

function columnProblem(code: string, detail: string): Problem {
  return new Problem(400, code, `${detail} Nothing of the list was kept.`);
}
