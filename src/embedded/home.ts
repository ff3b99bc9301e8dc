import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder that holds everything of one embedded install (QUIETLINE_HOME). */
export class Home {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
    // As root, PostgreSQL's own user has to pass through; what is secret has a mode of its own.
    mkdirSync(this.folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  }

  /** A folder in it, made if missing, closed to others. */
  subfolder(name: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Where the output of a part is written. */
  log(part: string): string {
    return join(this.subfolder('logs'), `${part}.log`);
  }

  /** A secret that is made up once and then stays: 32 random bytes, readable by its owner only. */
  secret(name: string): string {
    const file = join(this.subfolder('secrets'), name);
    if (!existsSync(file)) writeOnce(file, randomBytes(32).toString('base64url'));
    return readFileSync(file, 'utf8');
  }
}

/** Whole or not at all, and never over one that is there. */
function writeOnce(file: string, content: string): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } finally {
    rmSync(draft);
  }
}
