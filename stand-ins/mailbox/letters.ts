import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openAppendLog } from '../append-log.js';
import type { LetterState } from './contract.js';

/** One SMS or e-mail that arrived. */
export interface Letter {
  readonly id: string;
  readonly channel: 'sms' | 'email';
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  /** Of an e-mail, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The sender's own id of this message: `receiver.id` of an SMS, the Message-ID of an e-mail. */
  readonly reference?: string;
  readonly state: LetterState;
  readonly arrivedAt: string;
}

/** Which letters somebody wants to see: of one address, or all; what arrived before one of them, or the newest. */
export interface Wanted {
  readonly to?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The newest of those wanted, oldest first, and how many there are of them and those before. */
export interface Found {
  readonly letters: readonly Letter[];
  readonly total: number;
}

/** Everything that arrived, on disk before anybody is answered. */
export interface Letters {
  keep(letter: Omit<Letter, 'id' | 'arrivedAt'>): Promise<Letter>;
  byId(id: string): Letter | undefined;
  byReference(reference: string): readonly Letter[];
  find(wanted: Wanted): Found;
  close(): Promise<void>;
}

/** Opens the letters kept in a folder, creating it where it is missing. */
export async function openLetters(folder: string): Promise<Letters> {
  await mkdir(folder, { recursive: true });
  const log = await openAppendLog(join(folder, 'letters.ndjson'));
  const all: Letter[] = [];
  const byId = new Map<string, Letter>();
  const byReference = new Map<string, Letter[]>();
  const byAddress = new Map<string, Letter[]>();
  const take = (letter: Letter) => {
    all.push(letter);
    byId.set(letter.id, letter);
    if (letter.reference !== undefined) among(byReference, letter.reference).push(letter);
    among(byAddress, letter.to).push(letter);
  };
  for (const letter of log.entries as Letter[]) take(letter);
  return {
    async keep(arrived) {
      const letter = { ...arrived, id: randomUUID(), arrivedAt: new Date().toISOString() };
      await log.append(letter);
      take(letter);
      return letter;
    },
    byId: (id) => byId.get(id),
    byReference: (reference) => byReference.get(reference) ?? [],
    find({ to, before, limit }) {
      const letters = to === undefined ? all : (byAddress.get(to) ?? []);
      const end = before === undefined ? -1 : letters.findLastIndex(({ id }) => id === before);
      const total = end < 0 ? letters.length : end;
      return { letters: letters.slice(Math.max(0, total - limit), total), total };
    },
    close: () => log.close(),
  };
}

function among(letters: Map<string, Letter[]>, key: string): Letter[] {
  const known = letters.get(key) ?? [];
  letters.set(key, known);
  return known;
}
