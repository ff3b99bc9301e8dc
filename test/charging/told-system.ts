import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookingLine } from '../../stand-ins/charging/for-testers.js';
import { startChargingStandIn } from '../../stand-ins/charging/server.js';

/** A charging stand-in with a folder of its own, and what tests say to it. */
export interface ToldSystem {
  readonly origin: string;
  readonly url: string;
  /** Answers with the HTTP status. */
  tell(behaviour: object): Promise<number>;
  behaviour(): Promise<{ mode: string; times?: number }>;
  bookingsOf(requestorId: string): Promise<readonly BookingLine[]>;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function toldSystem(): Promise<ToldSystem> {
  const dataDir = await temporaryFolder();
  const standIn = await startChargingStandIn({ port: 0, dataDir });
  return {
    ...toldAt(standIn.origin),
    url: standIn.url,
    async close() {
      await standIn.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The same for one that runs somewhere already. */
export function toldAt(origin: string): Omit<ToldSystem, 'url' | 'close'> {
  return {
    origin,
    async tell(behaviour) {
      return (await send('PUT', `${origin}/behaviour`, behaviour)).status;
    },
    behaviour: async () => (await read(`${origin}/behaviour`)) as { mode: string; times?: number },
    async bookingsOf(requestorId) {
      const { items } = (await read(`${origin}/bookings?requestorId=${requestorId}`)) as {
        items: BookingLine[];
      };
      return items;
    },
  };
}

/** Sends JSON. */
export function send(
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = { method, headers: { 'content-type': 'application/json', ...headers } };
  return fetch(url, { ...init, body: JSON.stringify(body) });
}

/** Reads JSON. */
export async function read(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

/** A new folder that the test removes. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'quietline-charging-'));
}

/** What a grant of 600 MB looks like by TMF654. */
export function topUpOf(grantId: string, megabytes = 600) {
  return {
    usageType: 'data',
    amount: { amount: megabytes, units: 'MB' },
    bucket: { id: 'bucket-1' },
    partyAccount: { id: 'account-1' },
    requestor: { id: grantId, '@referredType': 'Grant' },
  };
}
