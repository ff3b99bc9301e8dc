import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { firstWord, kill } from '../charging/stand-in-process.js';
import { toldAt } from '../charging/told-system.js';
import { started } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { sharedServer } from '../support/servers-client.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { caughtUp, paidOnce } from './kit.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal, ['relay']);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const victims: ChildProcess[] = [];
afterAll(async () => {
  await Promise.all(victims.map(kill));
});

/** A worker in a process of its own, polling. */
async function startVictim(killAt: string): Promise<ChildProcess> {
  const node = [
    '--no-warnings',
    '--experimental-transform-types',
    '--import',
    here('../../scripts/typescript.mjs'),
  ];
  const victim = spawn(process.execPath, [...node, here('victim-worker.ts')], {
    env: {
      DATABASE_URL: installation.config.databaseUrl,
      TEMPORAL_ADDRESS: installation.config.temporalAddress,
      CHARGING_URL: installation.config.chargingUrl,
      AUTH_ISSUER: 'http://127.0.0.1:1',
      ...SENDER_SETTINGS,
      EVENT_CLIENTS: '{}',
      HASH_KEY: installation.config.hashKey,
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

describe('a worker that is killed with -9', () => {
  it('between the commit of a step and its answer loses nothing and pays nothing twice: another goes on', async () => {
    const victim = await startVictim('commit');
    const died = once(victim, 'exit');
    const customer = await installation.invite();
    await started(installation, customer);
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    expect(await died).toEqual([null, 'SIGKILL']);
    expect(await installation.row(customer)).toMatchObject({ phase: 'quiet', steps: 1 });
    expect(await installation.grants(customer)).toMatchObject([{ code: 'registered', state: 'pending' }]);

    await installation.startWorkers();
    await caughtUp(installation, customer, 1);
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
    await installation.stopWorkers();
  });

  it('between a booking and its answer books nothing twice: another goes on', async () => {
    const victim = await startVictim('');
    const died = once(victim, 'exit');
    const charging = toldAt(installation.chargingOrigin);
    expect(await charging.tell({ mode: 'kill-worker-after', pid: victim.pid })).toBe(200);
    const customer = await installation.invite();
    await started(installation, customer);
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    expect(await died).toEqual([null, 'SIGKILL']);

    await installation.startWorkers();
    await caughtUp(installation, customer, 1);
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
  });
});
