import { concurrentIndex } from '../../prisma/migrating/concurrent-index.js';
import type { Statement } from './squawk.js';

/** Above a statement that changes rows: says why there are few of them. */
const FEW_ROWS = /--\s*few rows:\s*\S/i;

const CHANGES_ROWS = ['UPDATE', 'DELETE', 'MERGE'];
const SHUTS_OTHERS_OUT = ['TRUNCATE', 'LOCK', 'CLUSTER', 'VACUUM', 'REFRESH'];

/** What Squawk does not know is wrong with one migration that runs beside the release before it, a sentence each. */
export function judgeMigration(sql: string, statements: readonly Statement[]): string[] {
  const made = statements.filter(({ kind }) => kind === 'CREATE_TABLE').map(({ subject }) => subject);
  const older = statements.filter(({ subject }) => !made.includes(subject));
  const altered = new Set(older.filter(altersTable).map(({ subject }) => subject));
  return [
    ...older.flatMap((statement) => judgeStatement(statement, sql)),
    ...(altered.size > 1
      ? [
          `alters ${[...altered].join(' and ')}: while it waits for one, nobody gets at the other. A file each`,
        ]
      : []),
    ...(statements.length > 1 && statements.some(validates)
      ? ['validates a constraint beside other statements, whose locks are kept meanwhile. A file of its own']
      : []),
    ...(statements.some(isConcurrent) && !concurrentIndex(sql)
      ? ['is concurrent, but not one plain CREATE INDEX CONCURRENTLY name ON or DROP INDEX CONCURRENTLY name']
      : []),
  ];
}

function judgeStatement({ kind, text, subject }: Statement, sql: string): string[] {
  if (SHUTS_OTHERS_OUT.includes(kind)) return [`${kind} shuts everybody out of ${subject}`];
  if (!CHANGES_ROWS.includes(kind) || FEW_ROWS.test(linesAbove(sql, text))) return [];
  return [
    `${kind} of ${subject} keeps each row locked to the end: leave it to a worker, or say "-- few rows: why"`,
  ];
}

/** The comment that stands right above a statement. */
function linesAbove(sql: string, statement: string): string {
  const before = sql.slice(0, sql.indexOf(statement)).trimEnd();
  return /(?:^|\n)((?:[ \t]*--[^\n]*\n?)+)$/.exec(before)?.[1] ?? '';
}

function altersTable({ kind }: Statement): boolean {
  return kind === 'ALTER_TABLE' || kind === 'DROP_TABLE';
}

function validates({ kind, text }: Statement): boolean {
  return kind === 'ALTER_TABLE' && /\bvalidate\s+constraint\b/i.test(text);
}

function isConcurrent({ kind, text }: Statement): boolean {
  return kind.endsWith('INDEX') && /\bconcurrently\b/i.test(text);
}
