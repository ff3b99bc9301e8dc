import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a secret from the folder, or makes it and writes it there, readable by its owner only. */
export function keep(folder: string, name: string, make: () => string): string {
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const made = make();
  replaceFile(file, made);
  return made;
}

/** Writes a file whole or not at all. */
export function replaceFile(file: string, content: string): void {
  writeFileSync(`${file}.part`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
}
