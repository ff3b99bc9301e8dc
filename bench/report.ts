import type { Cpu } from './cpu.js';
import { type Latencies, percentile } from './pages.js';

/** What has to hold, and in which direction. */
const GOALS = {
  pathVsLimit: { least: 0.6, unit: 'x' },
  pathVsTextbook: { least: 0.9, unit: 'x' },
  startsVsBare: { least: 0.7, unit: 'x' },
  waveVsBare: { least: 0.6, unit: 'x' },
  pageMs: { most: 100, unit: 'ms' },
  domainPerSecond: { least: 200_000, unit: 'events/s' },
  workerRssMb: { most: 400, unit: 'MB' },
} as const;

const NAMES = Object.keys(GOALS) as (keyof typeof GOALS)[];

export type Summary = Record<keyof typeof GOALS, number>;

type Rates = Readonly<Record<string, readonly number[]>>;

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return sorted.length % 2 ? middle : ((sorted[sorted.length / 2 - 1] ?? NaN) + middle) / 2;
}

/** The names of the goals that are not reached. */
export function missed(summary: Summary): readonly string[] {
  return NAMES.filter((name) => !holds(name, summary[name]));
}

function holds(name: keyof Summary, value: number): boolean {
  const goal = GOALS[name];
  return 'least' in goal ? value >= goal.least : value <= goal.most;
}

/** The summary against its goals, then the medians it was made from. */
export function table(summary: Summary, races: Readonly<Record<string, Rates>>): string {
  const rows = NAMES.map((name) => {
    const goal = GOALS[name];
    const value = summary[name];
    const wanted = 'least' in goal ? `at least ${goal.least}` : `at most ${goal.most}`;
    return line(name, `${format(value)} ${goal.unit}`, wanted, holds(name, value) ? 'holds' : 'MISSED');
  });
  const rates = (name: string, all: Rates) =>
    Object.entries(all).map(([who, values]) => line(name, who, `${format(median(values))}/s`, ''));
  const made = Object.entries(races).flatMap(([name, all]) => rates(name, all));
  return ['', ...rows, '', ...made, ''].join('\n');
}

/** The median, the 95th and the 99th of a hundred, by page. */
export function shares(pages: Latencies): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.entries(pages).map(([name, took]) => [
      name,
      [0.5, 0.95, 0.99].map((share) => percentile(took, share)),
    ]),
  );
}

/** How long pages take, eight at a time. */
export function pagesTable(pages: Latencies): string {
  const rows = Object.entries(shares(pages)).map(([name, values]) =>
    line(name, ...values.map((ms) => `${ms.toFixed(1)} ms`)),
  );
  return [line('page', 'half within', '95 % within', '99 % within'), ...rows, ''].join('\n');
}

/** Where the processor's time of one of these goes, by part and contender: medians of the rounds. */
export function cpuTable(what: string, cpu: Readonly<Record<string, readonly Cpu[]>>): string {
  const names = Object.keys(cpu);
  const parts = [
    ...new Set(Object.values(cpu).flatMap((rounds) => rounds.flatMap((each) => Object.keys(each)))),
  ];
  const of = (name: string, part: string) => median((cpu[name] ?? []).map((each) => each[part] ?? 0));
  const rows = parts.map((part) => line(part, ...names.map((name) => of(name, part).toFixed(1))));
  return [line(`CPU ms ${what}`.slice(0, 21), ...names), ...rows, ''].join('\n');
}

function line(...cells: string[]): string {
  return cells
    .map((cell) => cell.padEnd(22))
    .join('')
    .trimEnd();
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}
