import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from './contender.js';
import { type Cpu, cpuSoFar, perOne } from './cpu.js';
import type { Race } from './race.js';

const ROUNDS = 3;

/**
 * Temporal sets a timeout of 10 s for every workflow task and looks each one up when it comes due, also those of tasks that are
 * long done: without this pause what one contender leaves behind is paid by the next.
 */
const LEFTOVERS_MS = 15_000;

/** Whoever takes part in a race: `run` does so many and answers how many a second. */
export interface Racer {
  readonly name: string;
  run(count: number): Promise<number>;
}

/** A contender in this race, `atATime` side by side. */
export const racing =
  (race: Race, atATime: number) =>
  (contender: Contender): Racer => ({
    name: contender.name,
    run: (count) => race(contender, count, atATime),
  });

/** Each racer once a round, another one first each time, so that whatever the machine does meets all alike. */
export async function interleaved(
  name: string,
  racers: readonly Racer[],
  count: number,
  say: (line: string) => void,
) {
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
