import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcessNotes } from '../../src/embedded/leftovers.js';
import { Part, PartFailedError, type PartSpec } from '../../src/embedded/part.js';
import { until } from '../support/until.js';

let folder: string;
let notes: ProcessNotes;
let said: string[];
let parts: Part[];

function part(script: string, more: Partial<PartSpec> = {}): Part {
  const spec: PartSpec = {
    name: 'relay',
    program: process.execPath,
    args: ['-e', script],
    env: {},
    log: join(folder, 'relay.log'),
    stopSignal: 'SIGTERM',
    channel: true,
    ...more,
  };
  const made = new Part(spec, notes, (line) => said.push(line));
  parts.push(made);
  return made;
}

/** Waits for the process that is noted now to be another one than `before`. */
function anotherThan(before: number | undefined): Promise<number> {
  return until(async () => {
    const now = notes.running('relay')?.pid;
    return now === before ? undefined : now;
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietline-part-'));
  notes = new ProcessNotes(join(folder, 'run'));
  said = [];
  parts = [];
});

afterEach(async () => {
  await Promise.all(parts.map((each) => each.stop(0)));
  rmSync(folder, { recursive: true });
});

const serving = `process.send('ready'); setInterval(() => {}, 1000)`;

describe('a part', () => {
  it('is started again when it is killed, and a line says so', async () => {
    await part(serving).start();
    const first = await anotherThan(undefined);
    process.kill(first, 'SIGKILL');
    await anotherThan(first);
    expect(said).toEqual(['relay died (SIGKILL); starting it again in 0.5 s']);
  });

  it('that never comes up ends the start with the last words of its log', async () => {
    const start = part(`console.error('no such table'); process.exit(3)`).start();
    await expect(start).rejects.toThrow(PartFailedError);
    await expect(start).rejects.toThrow(/relay does not come up[^]*no such table/);
    expect(said.at(-1)).toMatch(/relay died \(exit code 3\), 3 times in a row: see .*relay\.log/);
  });

  it('that cannot be run at all says which program is missing', async () => {
    await expect(part('', { program: join(folder, 'nothing') }).start()).rejects.toThrow(PartFailedError);
    expect(said[0]).toMatch(/^relay cannot be run: .*ENOENT/);
  });

  it('is not started again once it has been stopped', async () => {
    const stopped = part(serving);
    await stopped.start();
    await stopped.stop();
    expect(said).toEqual([]);
    expect(notes.running('relay')).toBeUndefined();
  });

  it('that does not listen is killed, so that Ctrl-C always comes to an end', async () => {
    const deaf = part(`process.on('SIGTERM', () => {}); ${serving}`);
    await deaf.start();
    await deaf.stop(50);
    expect(said).toEqual([expect.stringContaining('relay does not stop, killing it')]);
  });
});
