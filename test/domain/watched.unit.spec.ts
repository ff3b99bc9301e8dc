import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  heard,
  isWatched,
  type Played,
  type Progress,
  watchedShare,
  type WatchReport,
} from '../../src/domain/watched.js';

const DURATION = 28_000;
const SECOND = 1_000;

/** Reports one after the other, each with the second at which it arrives. */
const UNWATCHED: Progress = { sittings: [], ranges: [] };

function after(...reports: readonly (readonly [second: number, report: WatchReport])[]): Progress {
  return reports.reduce(
    (known, [second, report]) => heard(known, report, second * SECOND, DURATION),
    UNWATCHED,
  );
}

const report = (played: readonly Played[], sitting = 'one'): WatchReport => ({ sitting, played });

/** Played in seconds, at this speed. */
const play = (from: number, to: number, speed = 1): Played => ({
  from: from * SECOND,
  to: to * SECOND,
  took: ((to - from) * SECOND) / speed,
});

const begin = [0, report([])] as const;

describe('the video counts', () => {
  it('when it was played to its end', () => {
    expect(isWatched(after(begin, [3, report([play(0, 3)])], [28, report([play(0, 28)])]), DURATION)).toBe(
      true,
    );
  });

  it.each([
    [25_200, true],
    [25_199, false],
  ])('from 90 %% of it on: %d ms: %s', (to, counts) => {
    const known = after(begin, [28, report([{ from: 0, to, took: to }])]);
    expect(isWatched(known, DURATION)).toBe(counts);
  });

  it('when it was played in pieces, in any order, on two days', () => {
    const known = after(
      begin,
      [14, report([play(14, 28)])],
      [90_000, report([], 'two')],
      [90_014, report([play(0, 14)], 'two')],
    );
    expect(isWatched(known, DURATION)).toBe(true);
  });

  it('at one and a half times the speed', () => {
    expect(isWatched(after(begin, [18.7, report([play(0, 28, 1.5)])]), DURATION)).toBe(true);
  });

  it('when the connection was away meanwhile', () => {
    expect(isWatched(after(begin, [400, report([play(0, 28)])]), DURATION)).toBe(true);
  });

  it('when only the later reports arrived: what there was no time for is said again', () => {
    const late = after([9, report([play(0, 9)])], [12, report([play(0, 12)])]);
    expect(watchedShare(late, DURATION)).toBe(0);
    expect(isWatched(heard(late, report([play(0, 28)]), 28 * SECOND, DURATION), DURATION)).toBe(true);
  });
});

describe('the video does not count', () => {
  it.each([
    ['after seeking to the end', [28, report([play(0, 1), play(27, 28)])]],
    ['at four times the speed', [28, report([play(0, 28, 4)])]],
    ['at four times the speed, however long one waits', [800, report([play(0, 28, 4)])]],
    ['after a few seconds, whatever is claimed', [7, report([play(0, 28)])]],
    ['beyond its end', [28, report([{ from: 0, to: 90_000, took: 90_000 }])]],
    ['before its beginning', [28, report([{ from: -28_000, to: 0, took: 28_000 }])]],
    ['backwards', [28, report([{ from: 28_000, to: 0, took: 28_000 }])]],
    ['when the same part is played again and again', [280, report([play(0, 5), play(0, 5), play(0, 5)])]],
  ] as const)('%s', (_, last) => {
    expect(isWatched(after(begin, last), DURATION)).toBe(false);
  });

  it('for a forged first report of full length, in however many sittings', () => {
    const forged = Array.from({ length: 50 }, (_, i) => [i, report([play(0, 28)], `${i}`)] as const);
    expect(watchedShare(after(...forged), DURATION)).toBe(0);
  });

  it('twice as fast in two tabs', () => {
    const known = after(
      begin,
      [0, report([], 'two')],
      [8, report([play(0, 14)])],
      [8, report([play(14, 28)], 'two')],
    );
    expect(watchedShare(known, DURATION)).toBeLessThan(0.5);
  });

  it('for the time that a player was silent for too long', () => {
    expect(watchedShare(after(begin, [901, report([play(0, 28)])]), DURATION)).toBe(0);
  });
});

describe('what is kept', () => {
  it('is at most twenty sittings and two hundred stretches, however many are sent', () => {
    const sittings = Array.from({ length: 25 }, (_, i) => [i, report([], `${i}`)] as const);
    expect(after(...sittings).sittings.map(({ id }) => id)).toEqual(sittings.slice(5).map(([i]) => `${i}`));
    const pieces = Array.from({ length: 250 }, (_, i) => ({ from: i * 100, to: i * 100 + 50, took: 50 }));
    expect(after(begin, [28, report(pieces)]).ranges).toHaveLength(200);
  });

  it.each([
    [1_500, 1_000 - 250 / 1.5, true],
    [1_501, 1_000 - 250 / 1.5, false],
  ])('is a stretch of %d ms that took %d ms: %s', (to, took, counts) => {
    expect(after(begin, [28, report([{ from: 0, to, took }])]).ranges).toHaveLength(counts ? 1 : 0);
  });

  it('goes on after fifteen minutes of silence, and begins anew after more', () => {
    expect(isWatched(after(begin, [900, report([play(0, 28)])]), DURATION)).toBe(true);
    expect(after(begin, [900.001, report([play(0, 28)])]).sittings).toHaveLength(2);
  });
});

const playedAnyhow = fc
  .tuple(fc.integer({ min: -1_000, max: 29_000 }), fc.integer({ min: -1_000, max: 29_000 }), fc.nat(60_000))
  .map(([from, to, took]): Played => ({ from, to, took }));

const anyReports = fc.array(
  fc.record({
    later: fc.nat(5_000),
    sitting: fc.constantFrom('one', 'two', 'three'),
    played: fc.array(playedAnyhow, { maxLength: 6 }),
  }),
  { maxLength: 40 },
);

/** What an honest player has played until the end, cut anywhere. */
const honest = fc
  .uniqueArray(fc.integer({ min: 1, max: DURATION - 1 }), { maxLength: 8 })
  .map((cuts) => [0, ...cuts.sort((a, b) => a - b), DURATION])
  .map((cuts) =>
    cuts.slice(1).map((to, i): Played => ({ from: cuts[i] ?? 0, to, took: to - (cuts[i] ?? 0) })),
  );

describe('whatever is reported', () => {
  it('never counts more than the time since the first report allows, nor less than before', () => {
    fc.assert(
      fc.property(anyReports, (reports) => {
        let known = UNWATCHED;
        let at = 0;
        for (const { later, ...each } of reports) {
          at += later;
          const before = watchedShare(known, DURATION);
          known = heard(known, each, at, DURATION);
          const share = watchedShare(known, DURATION);
          const since = at - Math.min(...known.sittings.map(({ beganAt }) => beganAt));
          expect(share * DURATION).toBeLessThanOrEqual(1.5 * since + SECOND);
          expect(share).toBeGreaterThanOrEqual(before);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('keeps what counts in order and apart, and little of it', () => {
    fc.assert(
      fc.property(anyReports, (reports) => {
        let at = 0;
        const known = reports.reduce(
          (progress, { later, ...each }) => heard(progress, each, (at += later), DURATION),
          UNWATCHED,
        );
        known.ranges.forEach(({ from, to }, i) => {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(known.ranges[i - 1]?.to ?? -1);
        });
        expect(known.sittings.length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('comes to the same in any order and however often, once there was time for it', () => {
    fc.assert(
      fc.property(
        honest.chain((pieces) =>
          fc.tuple(fc.shuffledSubarray(pieces, { minLength: pieces.length }), fc.nat(3)),
        ),
        ([pieces, again]) => {
          const sent = [...pieces, ...pieces.slice(0, again)].map((piece) => [28, report([piece])] as const);
          const known = after(begin, ...sent);
          expect(known.ranges).toEqual([{ from: 0, to: DURATION }]);
        },
      ),
    );
  });
});
