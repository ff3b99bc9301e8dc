import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from './contender.js';
import { type Cpu, cpuSoFar, perOne } from './cpu.js';
import { domainPerSecond } from './domain.js';
import { limitContender } from './limit/contender.js';
import { quietline } from './quietline.js';
import { invitationsPerSecond, journeysPerSecond, type Race } from './race.js';
import { cpuTable, median, missed, table } from './report.js';
import { startSystem, type System } from './system.js';
import { textbookContender } from './textbook/contender.js';
import { workerRssMb } from './worker-memory.js';

const ROUNDS = 3;
const JOURNEYS = 500;
const INVITATIONS = 1_000;
const AT_A_TIME = 32;
const PARTICIPATIONS = 10_000;

/**
 * Temporal sets a timeout of 10 s for every workflow task and looks each one up when it comes due, also those of tasks that are
 * long done: without this pause what one contender leaves behind is paid by the next.
 */
const LEFTOVERS_MS = 15_000;

const say = (line: string) => console.log(line);

/** Each contender once a round, another one first each time, so that whatever the machine does meets all alike. */
async function interleaved(name: string, contenders: readonly Contender[], race: Race, count: number) {
  const rates: Record<string, number[]> = {};
  const cpu: Record<string, Cpu[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < contenders.length; i += 1) {
      const contender = contenders[(i + round) % contenders.length];
      if (!contender) continue;
      await pause(LEFTOVERS_MS);
      const before = await cpuSoFar();
      const rate = await race(contender, count, AT_A_TIME);
      (rates[contender.name] ??= []).push(rate);
      (cpu[contender.name] ??= []).push(perOne(before, await cpuSoFar(), count));
      say(`${name}, round ${round + 1}: ${contender.name} ${rate.toFixed(1)}/s`);
    }
  }
  return { rates, cpu };
}

async function races(system: System, contenders: readonly [Contender, Contender, Contender]) {
  for (const contender of contenders) await journeysPerSecond(contender, AT_A_TIME, AT_A_TIME);
  const journeys = await interleaved('journeys', contenders, journeysPerSecond, JOURNEYS);
  const [ours, limit] = contenders;
  const invitations = await interleaved('invitations', [ours, limit], invitationsPerSecond, INVITATIONS);
  const memory = await workerRssMb(system, ours, PARTICIPATIONS, AT_A_TIME);
  return { journeys, invitations, memory };
}

/** What was started, to be stopped in turn whatever happens. */
const started: { stop(): Promise<void> }[] = [];

async function keep<T extends { stop(): Promise<void> }>(starting: Promise<T> | T): Promise<T> {
  const one = await starting;
  started.unshift(one);
  return one;
}

async function measure() {
  const domain = domainPerSecond();
  say(`rules: ${Math.round(median(domain))} events/s`);
  const system = await keep(startSystem());
  const contenders = [
    await keep(quietline(system)),
    await keep(limitContender(system)),
    await keep(textbookContender(system)),
  ] as const;
  return { domain, ...(await races(system, [...contenders])) };
}

try {
  const { domain, journeys, invitations, memory } = await measure();
  const rate = (rates: Record<string, number[]>, name: string) => median(rates[name] ?? []);
  const summary = {
    pathVsLimit: rate(journeys.rates, 'Quietline') / rate(journeys.rates, 'limit'),
    pathVsTextbook: rate(journeys.rates, 'Quietline') / rate(journeys.rates, 'textbook'),
    startsVsBare: rate(invitations.rates, 'Quietline') / rate(invitations.rates, 'limit'),
    domainPerSecond: median(domain),
    workerRssMb: memory,
  };
  say(table(summary, journeys.rates, invitations.rates));
  say(cpuTable(journeys.cpu));
  const raw = {
    journeysPerSecond: journeys.rates,
    invitationsPerSecond: invitations.rates,
    domainPerSecond: domain,
    cpuMsPerJourney: journeys.cpu,
  };
  const results = { measuredAt: new Date().toISOString(), summary, raw: { ...raw, workerRssMb: [memory] } };
  const file = join(import.meta.dirname, '../../bench/results.json');
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  process.exitCode = missed(summary).length > 0 ? 1 : 0;
} finally {
  for (const one of started) await one.stop();
}
