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

/** Everything that arrived, on disk before anybody is answered. */
export interface Letters {
  keep(letter: Omit<Letter, 'id' | 'arrivedAt'>): Promise<Letter>;
  byId(id: string): Letter | undefined;
  byReference(reference: string): readonly Letter[];
  /** Oldest first. */
  all(): readonly Letter[];
  close(): Promise<void>;
}

/** Opens the letters kept in a folder, creating it where it is missing. */
export async function openLetters(folder: string): Promise<Letters> {
  await mkdir(folder, { recursive: true });
  const log = await openAppendLog(join(folder, 'letters.ndjson'));
  const letters = new Map((log.entries as Letter[]).map((letter) => [letter.id, letter]));
  return {
    async keep(arrived) {
      const letter = { ...arrived, id: randomUUID(), arrivedAt: new Date().toISOString() };
      await log.append(letter);
      letters.set(letter.id, letter);
      return letter;
    },
    byId: (id) => letters.get(id),
    byReference: (reference) => [...letters.values()].filter((letter) => letter.reference === reference),
    all: () => [...letters.values()],
    close: () => log.close(),
  };
}
