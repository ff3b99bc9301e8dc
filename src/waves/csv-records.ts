import { CsvError } from 'csv-parse';
import { type Options, parse } from 'csv-parse/sync';
import { type Line, LONGEST_ROW } from './list-lines.js';

/** What stands between cells, and the column of each, the last one having a name; undefined is one without: nothing stands in it. */
export interface Layout<Column extends string = string> {
  readonly delimiter: string;
  readonly columns: readonly (Column | undefined)[];
}

/** One record and how many lines it is. */
export interface CsvRecord {
  readonly lines: number;
  /** One a column, and empty ones behind; none at all where nothing is in any, and undefined where its first line cannot be taken apart. */
  readonly cells: readonly string[] | undefined;
}

/** A cell with line breaks does not go on for ever: so far its closing quote is looked for, among so many lines with quotes. */
const MOST_LINES = 100;
const MOST_CLOSINGS = 8;

/**
 * The record that begins at line `at`, in Latin-1; undefined where that needs lines to come, which `isWhole` rules out. A quote that is
 * never closed, or that swallows cells of the rows behind, costs its own line alone.
 */
export function recordAt(
  lines: readonly Line[],
  at: number,
  { delimiter, columns, isWhole }: Layout & { readonly isWhole: boolean },
): CsvRecord | undefined {
  const first = lines[at];
  if (first === undefined) return { lines: 1, cells: undefined };
  if (!first.includes('"')) return { lines: 1, cells: sound(first.split(delimiter), columns) };
  let text = first;
  let closings = 0;
  for (let count = 1; count <= MOST_LINES; count += 1) {
    if (count === 1 || lines[at + count - 1]?.includes('"')) {
      const cells = cellsOf(text, delimiter);
      if (cells) return closed(cells, count, columns);
      if ((closings += 1) > MOST_CLOSINGS) break;
    }
    if (at + count >= lines.length) {
      if (!isWhole) return undefined;
      break;
    }
    const next = lines[at + count];
    if (next === undefined || text.length + next.length > LONGEST_ROW) break;
    text += `\n${next}`;
  }
  return { lines: 1, cells: undefined };
}

function closed(cells: readonly string[], lines: number, columns: Layout['columns']): CsvRecord {
  const whole = sound(cells, columns);
  return whole ? { lines, cells: whole } : { lines: 1, cells: undefined };
}

/** A row without a cell for each column, or with something in one that has none, cannot be trusted in any of them. */
function sound(cells: readonly string[], columns: Layout['columns']): readonly string[] | undefined {
  if (cells.every(isEmpty)) return [];
  const isSound =
    cells.length >= columns.length && cells.every((cell, i) => columns[i] !== undefined || isEmpty(cell));
  return isSound ? cells : undefined;
}

function isEmpty(cell: string): boolean {
  return cell.trim() === '';
}

/** A quoted cell may have blanks around it; undefined where a quote is still open at its end. */
export function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  try {
    return firstRecord(text, { delimiter, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return undefined;
    // words behind a closing quote: both are part of the cell
    return firstRecord(text, { delimiter, ltrim: true });
  }
}

/** A byte of many letters in UTF-8, `à` for one, that the library takes for a blank; and what no byte becomes. */
const NO_BLANK = '\u00a0';
const IN_ITS_PLACE = '\ue000';

function firstRecord(text: string, options: Options): readonly string[] {
  const safe = text.replaceAll(NO_BLANK, IN_ITS_PLACE);
  const [cells = ['']] = parse(safe, { ...options, relax_column_count: true, relax_quotes: true });
  return cells.map((cell) => cell.replaceAll(IN_ITS_PLACE, NO_BLANK));
}
