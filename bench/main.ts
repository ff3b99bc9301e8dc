import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from './contender.js';
import { type Cpu, cpuSoFar, perOne } from './cpu.js';
import { domainPerSecond } from './domain.js';
import { limitContender } from './limit/contender.js';
import { quietline } from './quietline.js';
import { invitationsPerSecond, journeysPerSecond, type Race } from './race.js';
import { pageLatencies, percentile } from './pages.js';
import { cpuTable, median, missed, pagesTable, shares, table } from './report.js';
import { startSystem, type System } from './system.js';
import { textbookContender } from './textbook/contender.js';
import { waves } from './wave.js';
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

/** Whoever takes part in a race: `run` does so many and answers how many a second. */
interface Racer {
  readonly name: string;
  run(count: number): Promise<number>;
}

const racing =
  (race: Race) =>
  (contender: Contender): Racer => ({
    name: contender.name,
    run: (count) => race(contender, count, AT_A_TIME),
  });

/** Each racer once a round, another one first each time, so that whatever the machine does meets all alike. */
async function interleaved(name: string, racers: readonly Racer[], count: number) {
  const rates: Record<string, number[]> = {};
  const cpu: Record<string, Cpu[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < racers.length; i += 1) {
      const racer = racers[(i + round) % racers.length];
      if (!racer) continue;
      await pause(LEFTOVERS_MS);
      const before = await cpuSoFar();
      const rate = await racer.run(count);
      (rates[racer.name] ??= []).push(rate);
      (cpu[racer.name] ??= []).push(perOne(before, await cpuSoFar(), count));
      say(`${name}, round ${round + 1}: ${racer.name} ${rate.toFixed(1)}/s`);
    }
  }
  return { rates, cpu };
}

async function races(system: System, contenders: readonly [Contender, Contender, Contender]) {
  for (const contender of contenders) await journeysPerSecond(contender, AT_A_TIME, AT_A_TIME);
  const journeys = await interleaved('journeys', contenders.map(racing(journeysPerSecond)), JOURNEYS);
  const [ours, limit] = contenders;
  const starts = [ours, limit].map(racing(invitationsPerSecond));
  const invitations = await interleaved('invitations', starts, INVITATIONS);
  const sent = await waveRace(system, limit);
  const pages = await pageLatencies(system);
  const memory = await workerRssMb(system, ours, PARTICIPATIONS, AT_A_TIME);
  return { journeys, invitations, sent, pages, memory };
}

/** Waves against bare starts. */
async function waveRace(system: System, limit: Contender) {
  const ours = await keep(waves(system));
  const wave = { name: 'wave', run: (count: number) => ours.perSecond(count) };
  await wave.run(AT_A_TIME);
  return interleaved('waves', [wave, racing(invitationsPerSecond)(limit)], INVITATIONS);
}

/** What was started, to be stopped in turn whatever happens. */
const started: { stop(): Promise<void> }[] = [];

async function keep<T extends { stop(): Promise<void> }>(starting: Promise<T> | T): Promise<T> {
  const one = await starting;
  started.unshift(one);
  return one;
}

/** `npm run bench -- pages` asks for the pages alone and keeps no results. */
async function pagesAlone() {
  say(pagesTable(await pageLatencies(await keep(startSystem()))));
}

/** `npm run bench -- waves` runs that race alone and keeps no results. */
async function wavesAlone() {
  const system = await keep(startSystem());
  const { rates, cpu } = await waveRace(system, await keep(limitContender(system)));
  say(cpuTable('an invitation of a wave', cpu));
  say(`waveVsBare ${(median(rates['wave'] ?? []) / median(rates['limit'] ?? [])).toFixed(2)}`);
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

async function everything() {
  const { domain, journeys, invitations, sent, pages, memory } = await measure();
  const rate = (rates: Record<string, number[]>, name: string) => median(rates[name] ?? []);
  const summary = {
    pathVsLimit: rate(journeys.rates, 'Quietline') / rate(journeys.rates, 'limit'),
    pathVsTextbook: rate(journeys.rates, 'Quietline') / rate(journeys.rates, 'textbook'),
    startsVsBare: rate(invitations.rates, 'Quietline') / rate(invitations.rates, 'limit'),
    waveVsBare: rate(sent.rates, 'wave') / rate(sent.rates, 'limit'),
    pageMs: Math.max(...Object.values(pages).map((took) => percentile(took, 0.95))),
    domainPerSecond: median(domain),
    workerRssMb: memory,
  };
  say(table(summary, { journeys: journeys.rates, invitations: invitations.rates, waves: sent.rates }));
  say(pagesTable(pages));
  say(cpuTable('a journey', journeys.cpu));
  say(cpuTable('an invitation of a wave', sent.cpu));
  const raw = {
    journeysPerSecond: journeys.rates,
    invitationsPerSecond: invitations.rates,
    wavesPerSecond: sent.rates,
    pageMs: shares(pages),
    domainPerSecond: domain,
    cpuMsPerJourney: journeys.cpu,
    cpuMsPerWaveInvitation: sent.cpu,
  };
  const results = { measuredAt: new Date().toISOString(), summary, raw: { ...raw, workerRssMb: [memory] } };
  const file = join(import.meta.dirname, '../../bench/results.json');
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  process.exitCode = missed(summary).length > 0 ? 1 : 0;
}

try {
  if (process.argv[2] === 'waves') await wavesAlone();
  else if (process.argv[2] === 'pages') await pagesAlone();
  else await everything();
} finally {
  for (const one of started) await one.stop();
}
