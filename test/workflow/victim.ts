import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from '@jest/globals';
import { firstWord, kill } from '../charging/stand-in-process.js';
import type { Installation } from '../support/installation.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { sharedServer } from '../support/servers-client.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const NODE = [
  '--no-warnings',
  '--experimental-transform-types',
  '--import',
  here('../../scripts/typescript.mjs'),
];

const victims: ChildProcess[] = [];
afterAll(async () => {
  await Promise.all(victims.map(kill));
});

/** A worker of this installation in a process of its own, polling; `commit`: it kills itself right after one that holds a reward. */
export async function startVictim(
  { config }: Installation,
  killAt: 'commit' | '' = '',
): Promise<ChildProcess> {
  const victim = spawn(process.execPath, [...NODE, here('victim-worker.ts')], {
    env: {
      DATABASE_URL: config.databaseUrl,
      TEMPORAL_ADDRESS: config.temporalAddress,
      CHARGING_URL: config.chargingUrl,
      CHARGING_LONGEST_PROCESSING: `PT${config.chargingLongestMs / 1_000}S`,
      AUTH_ISSUER: 'http://127.0.0.1:1',
      ...SENDER_SETTINGS,
      EVENT_CLIENTS: '{}',
      HASH_KEY: config.hashKey,
      PATH: process.env['PATH'],
      WORKFLOWS: await sharedServer('workflows'),
      KILL_AT: killAt,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  victims.push(victim);
  expect(await firstWord(victim)).toBe('ready');
  return victim;
}
