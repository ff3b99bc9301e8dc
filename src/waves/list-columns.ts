import { Problem } from '../problems/problem.js';
import { cellsOf, type Layout } from './csv-records.js';
import type { Line } from './list-lines.js';
import { type Column, COLUMNS } from './list-row.js';

/** What the first line of a CSV says. */
export type Heading = Layout<Column>;

const DELIMITERS = [',', ';', '\t', '|'];

/** Neither what nobody sees nor what joins words makes another name of one. */
const UNSEEN = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]+/gu;
const JOINING = /[_-]+/g;

const NAMES: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => [
    [column, column],
    [column.toLowerCase(), column],
  ]),
);

/** The column that is meant, however a spreadsheet or a person writes it: `CustomerID`, `customer_id`, `Customer ID`. */
export function columnOf(name: string): Column | undefined {
  return NAMES.get(name) ?? NAMES.get(name.replace(UNSEEN, '').replace(JOINING, '').toLowerCase());
}

/** What a spreadsheet's own first line tells it to separate cells by, as in `sep=;`; undefined for any other line. */
export function toldDelimiter(line: Line): string | undefined {
  const told = /^\s*"?sep="?(\\t|[^\w"])"?[\s,;|]*$/i.exec(line ?? '')?.[1];
  return told === '\\t' ? '\t' : told;
}

/** Whether nothing stands in this line, whatever separates cells. */
export function isNothing(line: Line): boolean {
  return line !== undefined && /^[\s",;|]*$/.test(line);
}

/** Reads the line that names the columns, in UTF-8 or Windows-1252; without being told, they are separated as makes the most sense. Throws Problem (400). */
export function headingOf(line: Line, told: string | undefined, decoded: (cell: string) => string): Heading {
  if (line === undefined) throw columnProblem('column-missing', 'The first line has to name the columns.');
  if (line.trimStart().startsWith('{'))
    throw columnProblem('column-unknown', 'This looks like NDJSON: send it as application/x-ndjson.');
  const readings = (told === undefined ? DELIMITERS : [told]).map((delimiter) => {
    const names = (cellsOf(line, delimiter) ?? [line]).map(decoded);
    return { delimiter, names, known: names.filter(columnOf).length };
  });
  const best = readings.reduce((best, each) => (each.known > best.known ? each : best));
  return { delimiter: best.delimiter, columns: columnsOf(best.names) };
}

/** Whether this line names the columns of a CSV. */
export function isHeading(line: string): boolean {
  return DELIMITERS.some((delimiter) => {
    const names = line.split(delimiter).map((name) => columnOf(name.replaceAll('"', '')));
    return names.includes('customerId') && names.every((name) => name !== undefined);
  });
}

function columnsOf(names: readonly string[]): Heading['columns'] {
  const columns = names.map((name, i) => (name.replace(UNSEEN, '') === '' ? undefined : named(name, i)));
  const known = columns.filter((column) => column !== undefined);
  if (!known.includes('customerId'))
    throw columnProblem('column-missing', 'The column customerId is missing.');
  if (new Set(known).size < known.length) throw columnProblem('column-twice', 'A column is there twice.');
  return columns.slice(0, columns.findLastIndex((column) => column !== undefined) + 1);
}

/** What stands there may be a customer's, where the columns were left out. */
function named(name: string, i: number): Column {
  const column = columnOf(name);
  if (column !== undefined) return column;
  throw columnProblem(
    'column-unknown',
    `The first line has to name the columns, and number ${i + 1} is none of them: ${COLUMNS.join(', ')}.`,
  );
}

/** A list whose beginning says that none of it can be read. */
export function columnProblem(code: string, detail: string): Problem {
  return new Problem(400, code, `${detail} Nothing of the list was kept.`);
}
