import { z } from 'zod';
import { keepAppeal } from '../../appeals/appeals.js';
import type { Database } from '../../database/database.js';
import { LONGEST_APPEAL } from './appeal-form.js';
import type { Participant } from '../entrance/participant.js';
import { lockOwn } from '../entrance/participant-lock.js';

/** What a customer wrote: line breaks as they are everywhere, no other control characters, neither empty nor too long. */
const Form = z.object({
  text: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, ''))
    .pipe(z.string().trim().min(1).max(LONGEST_APPEAL)),
});

/** The text of a form, or undefined where there is none to be kept. */
export function appealIn(body: unknown): string | undefined {
  return Form.safeParse(body).data?.text;
}

/** What a form holds, whether or not it can be kept. */
export function writtenIn(body: unknown): string {
  return z.object({ text: z.string() }).safeParse(body).data?.text.trim() ?? '';
}

/** Takes appeals while something is lost and not yet final; otherwise there is nothing to appeal against, and nothing is kept. */
export class Appealing {
  constructor(private readonly database: Database) {}

  async appeal({ id }: Participant, customer: string, text: string): Promise<void> {
    await this.database.transaction(async (client) => {
      const { phase, now } = await lockOwn(client, customer, id);
      if (phase === 'forfeited' || phase === 'dropped')
        await keepAppeal(client, { participation: id, text, at: now });
    });
  }
}
