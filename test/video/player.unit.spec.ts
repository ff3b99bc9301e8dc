import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { videoFolder } from '../../src/video/files.js';

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly took: number;
}

interface Report {
  readonly sitting: string;
  readonly played: readonly Stretch[];
}

/** A browser's player on a clock of its own, with the page's script, and a server that answers as told. */
class Player extends EventTarget {
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  seeking = false;
  readonly reports: Report[] = [];
  readonly status = {
    textContent: 'Ready',
    dataset: {
      to: '/played',
      share: 'Played:',
      watched: 'Done',
      retry: 'Retry',
      nothing: 'Counts for nothing',
    },
  };
  /** What the server answers: a share from 0 to 1, that it is away, or that nothing runs in which it would count. */
  answers: number | 'away' | 'nothing-runs' = 0;
  private ms = 0;
  private readonly later: (() => void)[] = [];

  constructor() {
    super();
    const script = readFileSync(join(videoFolder(), 'watching.js'), 'utf8');
    runInNewContext(script, {
      document: { querySelector: (selector: string) => (selector === '#watched' ? this.status : this) },
      performance: { now: () => this.ms },
      crypto,
      fetch: (_: string, { body }: { body: string }) => this.take(body),
      setTimeout: (then: () => void) => this.later.push(then),
      clearTimeout: () => this.later.splice(0),
      addEventListener: () => undefined,
    });
  }

  get last(): readonly Stretch[] {
    return this.reports.at(-1)?.played ?? [];
  }

  play(): void {
    this.paused = false;
    this.say('playing');
  }

  /** Lets the clock run; where it plays, the player says four times a second how far it is. */
  async run(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 4; i += 1) {
      this.ms += 250;
      if (!this.paused) {
        this.currentTime += 0.25 * this.playbackRate;
        this.say('timeupdate');
      }
      await settled();
    }
  }

  async pause(): Promise<void> {
    this.paused = true;
    this.say('pause');
    await settled();
  }

  seek(to: number): void {
    this.currentTime = to;
    this.seeking = true;
    this.say('seeking');
    this.seeking = false;
    this.say('seeked');
    if (!this.paused) this.say('playing');
  }

  speed(rate: number): void {
    this.playbackRate = rate;
    this.say('ratechange');
  }

  /** The time has come for what waits. */
  async wake(): Promise<void> {
    for (const then of this.later.splice(0)) then();
    await settled();
  }

  private say(name: string): void {
    this.dispatchEvent(new Event(name));
  }

  private async take(body: string) {
    this.reports.push(JSON.parse(body) as Report);
    if (this.answers === 'away') throw new TypeError('network');
    if (this.answers === 'nothing-runs') return { ok: false, status: 409, json: async () => ({}) };
    const share = this.answers;
    return { ok: true, status: 200, json: async () => ({ share, watched: share >= 0.9 }) };
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const seconds = (stretches: readonly Stretch[]) =>
  stretches.map(({ from, to, took }) => [from / 1_000, to / 1_000, took / 1_000]);

describe('the script of the video', () => {
  it('begins the sitting when the video begins to play, and not before', async () => {
    const player = new Player();
    await player.run(10);
    expect(player.reports).toEqual([]);
    player.play();
    expect(player.reports).toHaveLength(1);
    expect(player.last).toEqual([]);
  });

  it('reports every three seconds all that was played, in the same sitting', async () => {
    const player = new Player();
    player.play();
    await player.run(9);
    expect(player.reports.map(({ played }) => seconds(played))).toEqual([
      [],
      [[0, 3, 3]],
      [[0, 6, 6]],
      [[0, 9, 9]],
    ]);
    expect(new Set(player.reports.map(({ sitting }) => sitting)).size).toBe(1);
    expect(player.reports[0]?.sitting).toMatch(/^[0-9a-f]{32}$/);
  });

  it('does not take a jump for playing', async () => {
    const player = new Player();
    player.play();
    await player.run(2);
    player.seek(26);
    await player.run(2);
    await player.pause();
    expect(seconds(player.last)).toEqual([
      [0, 2, 2],
      [26, 28, 2],
    ]);
  });

  it('says how long it took to play four times as fast', async () => {
    const player = new Player();
    player.play();
    await player.run(2);
    player.speed(4);
    await player.run(5);
    await player.pause();
    expect(seconds(player.last)).toEqual([
      [0, 2, 2],
      [2, 22, 5],
    ]);
  });

  it('does not count a pause', async () => {
    const player = new Player();
    player.play();
    await player.run(2);
    await player.pause();
    await player.run(60);
    player.play();
    await player.run(2);
    await player.pause();
    expect(seconds(player.last)).toEqual([
      [0, 2, 2],
      [2, 4, 2],
    ]);
  });

  it('tells the customer how far it is, and stops when the video counts', async () => {
    const player = new Player();
    player.answers = 0.429;
    player.play();
    await player.run(3);
    expect(player.status.textContent).toBe('Played: 25 %');
    player.answers = 0.95;
    await player.run(3);
    expect(player.status.textContent).toBe('Done');
    const sent = player.reports.length;
    await player.run(6);
    await player.pause();
    expect(player.reports).toHaveLength(sent);
  });

  it('says so at each quarter and no oftener: a screen reader reads out every change', async () => {
    const player = new Player();
    const heard: string[] = [];
    player.play();
    for (const share of [0.1, 0.2, 0.25, 0.36, 0.49, 0.5, 0.62, 0.75, 0.89, 0.9]) {
      player.answers = share;
      await player.run(3);
      const said = player.status.textContent;
      if (said !== heard.at(-1)) heard.push(said);
    }
    expect(heard).toEqual(['Ready', 'Played: 25 %', 'Played: 50 %', 'Played: 75 %', 'Done']);
  });

  it('says once that it does not count for who takes part in nothing, and promises no more tries', async () => {
    const player = new Player();
    player.answers = 'nothing-runs';
    player.play();
    await player.run(3);
    expect(player.status.textContent).toBe('Counts for nothing');
    await player.wake();
    await player.run(6);
    await player.pause();
    expect(player.reports).toHaveLength(1);
  });

  it('makes a lost report good, also when the video has ended', async () => {
    const player = new Player();
    player.play();
    player.answers = 'away';
    await player.run(4);
    await player.pause();
    expect(player.status.textContent).toBe('Retry');
    player.answers = 0.95;
    await player.wake();
    expect(seconds(player.last)).toEqual([[0, 4, 4]]);
    expect(player.status.textContent).toBe('Done');
  });
});
