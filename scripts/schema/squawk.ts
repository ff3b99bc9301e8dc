import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const SQUAWK = createRequire(import.meta.url).resolve('squawk-cli/js/bin/squawk');
const CONFIG = join(import.meta.dirname, '../../.squawk.toml');

/** One statement of a file, as Squawk's parser sees it. */
export interface Statement {
  /** Such as `ALTER_TABLE`. */
  readonly kind: string;
  readonly text: string;
  /** The first thing that it names, without quotes: the table, in what is about one. */
  readonly subject: string;
}

/** What Squawk has against these files, a line each. */
export async function squawk(files: readonly string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const said = await run(['--config', CONFIG, '--reporter', 'gcc', ...files]);
  return said.split('\n').filter((line) => line !== '');
}

/** Takes a file of SQL apart. */
export async function statements(file: string, sql: string): Promise<Statement[]> {
  const bytes = Buffer.from(sql);
  const found: Statement[] = [];
  let unnamed: { kind: string; text: string } | undefined;
  for (const line of (await run(['--debug', 'parse', file])).split('\n')) {
    const top = /^ {2}([A-Z_]+)@(\d+)\.\.(\d+)$/.exec(line);
    if (top) {
      const [, kind = '', from, to] = top;
      unnamed = { kind, text: bytes.subarray(Number(from), Number(to)).toString() };
    }
    const name = /^ {4,}IDENT@\S+ (".*")$/.exec(line)?.[1];
    if (unnamed && name !== undefined) {
      found.push({ ...unnamed, subject: String(JSON.parse(name)).replaceAll('"', '') });
      unnamed = undefined;
    }
  }
  return found;
}

/** Squawk ends with 1 when it has something to say, so only what it says counts. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [SQUAWK, ...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (stderr !== '') reject(new Error(`Squawk failed: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}
