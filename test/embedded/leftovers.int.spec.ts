import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endLeftovers, ProcessNotes } from '../../src/embedded/leftovers.js';
import { releaseStaleLock } from '../../src/embedded/postgres.js';
import { identify } from '../../src/embedded/process-identity.js';

const started: ChildProcess[] = [];
let folder: string;
let notes: ProcessNotes;

/** A process that lives until it is ended, and says so when it is ready for signals. */
async function someProcess(onTerm = ''): Promise<ChildProcess & { pid: number }> {
  const script = `${onTerm}; setInterval(() => {}, 1000); console.log('ready')`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  await once(child.stdout, 'data');
  return Object.assign(child, { pid: Number(child.pid) });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietline-run-'));
  notes = new ProcessNotes(folder);
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('processes that a kill -9 left running', () => {
  it('are ended, so that the next start finds its ports and data free', async () => {
    const child = await someProcess();
    notes.write('temporal', child.pid, 'SIGTERM');
    const exit = once(child, 'exit');
    expect(await endLeftovers(notes, ['temporal'], 5000)).toEqual(['temporal']);
    expect(await exit).toEqual([null, 'SIGTERM']);
    expect(notes.names()).toEqual([]);
  });

  it('are killed when they do not listen', async () => {
    const child = await someProcess(`process.on('SIGTERM', () => {})`);
    notes.write('worker', child.pid, 'SIGTERM');
    const exit = once(child, 'exit');
    await endLeftovers(notes, ['worker'], 100);
    expect(await exit).toEqual([null, 'SIGKILL']);
  });

  it('are told from a stranger that got the same number since: he lives on', async () => {
    const stranger = await someProcess();
    notes.write('temporal', stranger.pid, 'SIGTERM');
    const file = join(folder, 'temporal.json');
    const note = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...note, started: 'long ago' }));
    expect(await endLeftovers(notes, ['temporal'], 5000)).toEqual([]);
    expect(identify(stranger.pid)).toBeDefined();
  });

  it('do not stop a start when a crash tore the note', async () => {
    writeFileSync(join(folder, 'temporal.json'), '{"pid":');
    expect(await endLeftovers(notes, ['temporal'], 5000)).toEqual([]);
    expect(notes.names()).toEqual([]);
  });

  it('are nobody once they have ended', async () => {
    const child = await someProcess();
    notes.write('relay', child.pid, 'SIGTERM');
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    expect(notes.running('relay')).toBeUndefined();
  });
});

describe("PostgreSQL's lock file after a kill -9", () => {
  const rest = `${'/data'}\n1700000000\n5432\n\n127.0.0.1\n  12345  6\n`;
  const file = () => join(folder, 'postmaster.pid');

  it('names nobody when its number has gone to another process, so that PostgreSQL starts', () => {
    writeFileSync(file(), `${process.pid}\n${rest}`);
    releaseStaleLock(folder);
    expect(readFileSync(file(), 'utf8')).toBe(`2147483646\n${rest}`);
  });

  it('is left alone while the server of this very data runs', async () => {
    const script = 'setInterval(() => {}, 1000); console.log(1)';
    const server = spawn(process.execPath, ['-e', script, folder], { stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(server);
    await once(server.stdout, 'data');
    const content = `${server.pid}\n${rest}`;
    writeFileSync(file(), content);
    releaseStaleLock(folder);
    expect(readFileSync(file(), 'utf8')).toBe(content);
  });
});
