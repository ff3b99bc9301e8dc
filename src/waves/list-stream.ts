import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { Problem } from '../problems/problem.js';
import { type Cells, type Column, COLUMNS } from './list-row.js';

/** One row of a list: its place, the first being 1, and its cells, or nothing where it cannot be taken apart. */
export interface StreamedRow {
  readonly n: number;
  readonly cells: Cells | undefined;
}

export type ListFormat = 'text/csv' | 'application/x-ndjson';

const LONGEST_ROW = 64 * 1024;

/** Takes a list apart row by row, however long it is. Throws Problem (400) where its columns are wrong. */
export function listRows(source: Readable, format: ListFormat): AsyncGenerator<StreamedRow> {
  return format === 'text/csv' ? csvRows(source) : jsonRows(source);
}

async function* csvRows(source: Readable): AsyncGenerator<StreamedRow> {
  const { first, rest } = await firstLine(source);
  let broken = 0;
  const parser = parse({
    on_skip: () => void (broken += 1),
    delimiter: delimiterOf(first),
    encoding: null,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    skip_records_with_error: true,
  });
  rest.on('error', (error) => parser.destroy(error)).pipe(parser);
  let columns: readonly Column[] | undefined;
  let n = 0;
  for await (const record of parser as AsyncIterable<Buffer[]>) {
    if (!columns) {
      columns = columnsOf(record.map(decoded));
      continue;
    }
    for (; broken > 0; broken -= 1) yield { n: (n += 1), cells: undefined };
    n += 1;
    yield { n, cells: cellsOf(columns, record) };
  }
  for (; broken > 0; broken -= 1) yield { n: (n += 1), cells: undefined };
  if (!columns)
    throw columnProblem('column-missing', 'The list is empty: its first line has to name the columns.');
}

/** A row with more or fewer cells than columns cannot be trusted in any of them. */
function cellsOf(columns: readonly Column[], record: readonly Buffer[]): Cells | undefined {
  if (record.length !== columns.length) return undefined;
  const cells: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) cells[column] = decoded(record[i] ?? Buffer.alloc(0));
  return cells;
}

async function* jsonRows(source: Readable): AsyncGenerator<StreamedRow> {
  let n = 0;
  for await (const line of lines(source)) {
    if (line.trim() === '') continue;
    n += 1;
    yield { n, cells: objectOf(line) };
  }
}

function objectOf(line: string): Cells | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const known = typeof value === 'object' && value !== null && Object.keys(value).every(isColumn);
    return known ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function* lines(source: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const parts = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = parts.pop() ?? '';
    // a line without end is not kept in memory: it is cut, and so refused
    if (held.length > LONGEST_ROW) held = held.slice(0, LONGEST_ROW + 1);
    yield* parts;
  }
  yield held + decoder.decode();
}

/** Reads as far as the first line, which tells the delimiter, and gives everything back. */
async function firstLine(source: Readable): Promise<{ first: string; rest: Readable }> {
  const iterator = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    chunks.push(next.value);
    if (next.value.includes(10) || chunks.reduce((sum, { length }) => sum + length, 0) > LONGEST_ROW) break;
  }
  const begin = withoutMark(Buffer.concat(chunks));
  const first = decoded(begin).split('\n', 1)[0] ?? '';
  return { first, rest: Readable.from(replay(begin, iterator)) };
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function withoutMark(begin: Buffer): Buffer {
  return begin.subarray(0, 3).equals(BYTE_ORDER_MARK) ? begin.subarray(3) : begin;
}

async function* replay(begin: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield begin;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

/** Whichever of the usual ones the first line holds most of. */
function delimiterOf(header: string): string {
  const count = (sign: string) => header.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin1 = new TextDecoder('windows-1252');

/** UTF-8, or what Windows writes where it is not. */
function decoded(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes); // which reads every byte
  }
}

function columnsOf(header: readonly string[]): readonly Column[] {
  const names = header.map((name) => name.trim());
  const unknown = names.find((name) => !isColumn(name));
  if (unknown !== undefined)
    throw columnProblem(
      'column-unknown',
      `There is no column "${unknown.slice(0, 40)}", but: ${COLUMNS.join(', ')}.`,
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
