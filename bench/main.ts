import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contender } from './contender.js';
import { domainPerSecond } from './domain.js';
import { fairness } from './fairness.js';
import { interleaved, racing } from './interleaved.js';
import { limitContender } from './limit/contender.js';
import { quietline } from './quietline.js';
import { invitationsPerSecond, journeysPerSecond } from './race.js';
import { pageLatencies, percentile } from './pages.js';
import { cpuTable, median, missed, pagesTable, shares, table } from './report.js';
import { startSystem, type System } from './system.js';
import { textbookContender } from './textbook/contender.js';
import { waves } from './wave.js';
import { workerRssMb } from './worker-memory.js';

const JOURNEYS = 500;
const INVITATIONS = 1_000;
const AT_A_TIME = 32;
const PARTICIPATIONS = 10_000;

const say = (line: string) => console.log(line);

type Contenders = readonly [Contender, Contender, Contender];

/** Quietline, the limit and the textbook. */
async function contendersOf(system: System): Promise<Contenders> {
  return [
    await keep(quietline(system)),
    await keep(limitContender(system)),
    await keep(textbookContender(system)),
  ];
}

async function journeyRace(contenders: Contenders) {
  for (const contender of contenders) await journeysPerSecond(contender, AT_A_TIME, AT_A_TIME);
  return interleaved('journeys', contenders.map(racing(journeysPerSecond, AT_A_TIME)), JOURNEYS, say);
}

async function races(system: System, contenders: Contenders) {
  const journeys = await journeyRace(contenders);
  const [ours, limit] = contenders;
  const starts = [ours, limit].map(racing(invitationsPerSecond, AT_A_TIME));
  const invitations = await interleaved('invitations', starts, INVITATIONS, say);
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
  return interleaved('waves', [wave, racing(invitationsPerSecond, AT_A_TIME)(limit)], INVITATIONS, say);
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

/** `npm run bench -- journeys` runs that race alone and keeps no results. */
async function journeysAlone() {
  const { rates, cpu } = await journeyRace(await contendersOf(await keep(startSystem())));
  say(cpuTable('a journey', cpu));
  const [ours, limit] = ['Quietline', 'limit'].map((name) => median(rates[name] ?? []));
  say(`pathVsLimit ${((ours ?? 0) / (limit ?? 0)).toFixed(2)}`);
}

/** `npm run bench -- memory` asks for the worker's memory alone and keeps no results. */
async function memoryAlone() {
  const system = await keep(startSystem());
  const ours = await keep(quietline(system));
  say(`workerRssMb ${Math.round(await workerRssMb(system, ours, PARTICIPATIONS, AT_A_TIME))}`);
}

/** `npm run bench -- fairness` shows what one participation's flood costs its neighbours, and keeps no results. */
async function fairnessAlone() {
  const system = await keep(startSystem());
  const { alone, beside, floodLeft } = await fairness(system, await keep(quietline(system)));
  for (const [name, took] of Object.entries({ alone, 'beside a flood': beside }))
    say(`${name}: ${median(took).toFixed(0)} ms, at most ${Math.max(...took).toFixed(0)} ms`);
  say(`neighbourVsAlone ${(median(beside) / median(alone)).toFixed(2)}, ${floodLeft} of the flood left`);
}

async function measure() {
  const domain = domainPerSecond();
  say(`rules: ${Math.round(median(domain))} events/s`);
  const system = await keep(startSystem());
  return { domain, ...(await races(system, await contendersOf(system))) };
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

const ALONE: Readonly<Record<string, () => Promise<void>>> = {
  journeys: journeysAlone,
  waves: wavesAlone,
  pages: pagesAlone,
  memory: memoryAlone,
  fairness: fairnessAlone,
};

try {
  await (ALONE[process.argv[2] ?? ''] ?? everything)();
} finally {
  for (const one of started) await one.stop();
}
