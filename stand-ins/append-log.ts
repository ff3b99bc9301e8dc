import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file of JSON lines that only grows. */
export interface AppendLog {
  /** What the file held when it was opened, oldest first. */
  readonly entries: readonly unknown[];
  /** Resolves when the entry is on disk; rejects with `AppendLogError` when it could not be brought there. */
  append(entry: unknown): Promise<void>;
  /** Waits for what is being written and closes the file. */
  close(): Promise<void>;
}

/** The file cannot be read or written; the message names the file and what to do. */
export class AppendLogError extends Error {
  override readonly name = 'AppendLogError';
}

interface Line {
  readonly text: string;
  readonly written: PromiseWithResolvers<void>;
}

/** Opens or creates the file. A torn last line, which nobody was ever answered for, is cut off. */
export async function openAppendLog(path: string): Promise<AppendLog> {
  const file = await open(path, 'a+');
  const entries = await readEntries(file, path);
  await syncFolder(dirname(path));
  let waiting: Line[] = [];
  let writing: Promise<void> | undefined;
  let broken: AppendLogError | undefined;

  // Lines that come in during one fsync share the next: the cost of durability is paid per batch.
  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      broken ??= await write(file, path, batch);
      for (const line of batch) {
        if (broken) line.written.reject(broken);
        else line.written.resolve();
      }
    }
    writing = undefined;
  };

  return {
    entries,
    append(entry) {
      const line = { text: `${JSON.stringify(entry)}\n`, written: Promise.withResolvers<void>() };
      waiting.push(line);
      writing ??= writeWaiting();
      return line.written.promise;
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

/** A failed write may have left half a line, so nothing is appended behind it until a restart has cut it off. */
async function write(
  file: FileHandle,
  path: string,
  batch: readonly Line[],
): Promise<AppendLogError | undefined> {
  try {
    await file.appendFile(batch.map((line) => line.text).join(''));
    await file.datasync();
    return undefined;
  } catch (cause) {
    return new AppendLogError(`${path} cannot be written: make room for it and start again`, { cause });
  }
}

async function readEntries(file: FileHandle, path: string): Promise<unknown[]> {
  const bytes = await file.readFile();
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) {
    await file.truncate(end);
    await file.datasync();
  }
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return lines.map((line, index) => parse(line, `${path}, line ${index + 1}`));
}

function parse(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new AppendLogError(
      `${place} is damaged: restore the file from a copy, or move it away to start empty`,
      {
        cause,
      },
    );
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
