import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Behaviour } from '../../stand-ins/mailbox/behaviour.js';
import type { Letter } from '../../stand-ins/mailbox/letters.js';
import { type MailboxStandIn, startMailboxStandIn } from '../../stand-ins/mailbox/server.js';

/** The mailbox stand-in of one test file, which can be told how to behave and read. */
export class ToldMailbox {
  constructor(
    private standIn: MailboxStandIn,
    private readonly dataDir: string,
  ) {}

  get origin(): string {
    return this.standIn.origin;
  }

  get smsUrl(): string {
    return this.standIn.smsUrl;
  }

  get smtpUrl(): string {
    return this.standIn.smtpUrl;
  }

  async tell(behaviour: Behaviour): Promise<void> {
    const body = JSON.stringify(behaviour);
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${this.origin}/behaviour`, { method: 'PUT', headers, body });
    if (status !== 200) throw new Error(`the mailbox did not take its behaviour: HTTP ${status}`);
  }

  async arrivedFor(to: string): Promise<readonly Letter[]> {
    const answer = await fetch(`${this.origin}/letters?to=${encodeURIComponent(to)}`);
    return ((await answer.json()) as { items: Letter[] }).items;
  }

  async restart(): Promise<void> {
    await this.standIn.close();
    this.standIn = await startMailboxStandIn({ dataDir: this.dataDir, port: 0, smtpPort: 0 });
  }

  async close(): Promise<void> {
    await this.standIn.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Starts one in a temporary folder, and takes it down after the file's last test. */
export async function toldMailbox(): Promise<ToldMailbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'quietline-mailbox-'));
  const mailbox = new ToldMailbox(await startMailboxStandIn({ dataDir, port: 0, smtpPort: 0 }), dataDir);
  afterAll(() => mailbox.close());
  return mailbox;
}

/** A phone number that nobody else in the tests has. */
export function number(): string {
  return `+49151${randomInt(1e7, 1e8)}`;
}
