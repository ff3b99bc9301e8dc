import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { type Line, LONGEST_ROW } from './list-lines.js';

/** One record and how many lines it is; without cells where its first line cannot be taken apart. */
export interface CsvRecord {
  readonly lines: number;
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
  { delimiter, width, isWhole }: { delimiter: string; width: number; isWhole: boolean },
): CsvRecord | undefined {
  const first = lines[at];
  if (first === undefined) return { lines: 1, cells: undefined };
  if (!first.includes('"')) return { lines: 1, cells: sound(first.split(delimiter), width) };
  let text = first;
  let closings = 0;
  for (let count = 1; count <= MOST_LINES; count += 1) {
    if (count === 1 || lines[at + count - 1]?.includes('"')) {
      const cells = cellsOf(text, delimiter);
      if (cells) return closed(cells, count, width);
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

function closed(cells: readonly string[], lines: number, width: number): CsvRecord {
  const whole = sound(cells, width);
  return whole ? { lines, cells: whole } : { lines: 1, cells: undefined };
}

/** A row with more or fewer cells than columns cannot be trusted in any of them. */
function sound(cells: readonly string[], width: number): readonly string[] | undefined {
  return cells.length === width ? cells : undefined;
}

/** Undefined where a quote is still open at its end. */
export function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true })[0] ?? [''];
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return undefined;
    throw error;
  }
}
