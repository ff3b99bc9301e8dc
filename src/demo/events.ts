import { randomUUID } from 'node:crypto';
import type { Api } from './api.js';
import { StoryError } from './waiting.js';

/** A CloudEvent's type and data, as an operator's system would send it now. */
export interface Happening {
  readonly type: string;
  readonly data?: object;
}

/** An id that nobody had before. */
export function newCustomerId(story: string): string {
  return `demo-${story}-${randomUUID().slice(0, 8)}`;
}

/** Sends what happened to a customer; answers the ids of the events. */
export async function report(
  api: Api,
  customerId: string,
  at: Date,
  happenings: readonly Happening[],
): Promise<readonly string[]> {
  const events = happenings.map(({ type, data = {} }) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:demo',
    type,
    time: at.toISOString(),
    subject: customerId,
    data,
  }));
  const receipts = await api.post<readonly { id: string; status: string; code?: string }[]>(
    '/v1/events',
    events,
  );
  const refused = receipts.find(({ status }) => status !== 'accepted');
  if (refused) throw new StoryError(`an event was ${refused.status} (${refused.code ?? 'no code'})`);
  return receipts.map(({ id }) => id);
}
