import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createWaveSending, type WavePages } from '../../activities/waves/wave-sending.js';
import type { Standing } from '../../src/domain/waves/sending.js';
import { stretch } from './stretch.js';

const going: Standing = {
  ...{ state: 'sending', now: 0, opensAt: 0, programmeChanged: false, underWay: 0, failuresWithin: null },
};

/** Waves of which every page is there, each of a hundred rows, and what was asked of them. */
function endless(underWay: () => number = () => 0) {
  const asked: number[] = [];
  const pages: WavePages = {
    standing: async () => ({ ...going, underWay: underWay() }),
    invite: async (_wave, after) => {
      asked.push(after);
      return { after: after + 100, invited: 90 };
    },
    leave: async () => undefined,
  };
  return { pages, asked };
}

/** A clock that goes on so far whenever it is looked at. */
function clock(by: number) {
  let at = 0;
  return () => (at += by);
}

describe('a stretch of a wave', () => {
  it('comes to its end after a hundred pages, and the next one goes on at once', async () => {
    const { pages, asked } = endless();
    const reached = await stretch(createWaveSending(pages), 'w');
    expect(reached).toEqual({ after: 10_000, invited: 9_000, next: { what: 'go-on' } });
    expect(asked).toHaveLength(100);
  });

  it('or after five minutes, so that a worker that stops is rid of it', async () => {
    const { pages, asked } = endless();
    const reached = await stretch(createWaveSending(pages, clock(60_000)), 'w');
    expect(reached).toMatchObject({ next: { what: 'go-on' } });
    expect(asked).toHaveLength(4);
  });

  it('goes on where the one before had told that it was, which a worker had begun that is gone', async () => {
    const { pages, asked } = endless();
    const environment = new MockActivityEnvironment({ heartbeatDetails: { after: 300, invited: 270 } });
    await stretch(createWaveSending(pages, clock(200_000)), 'w', { environment });
    expect(asked).toEqual([300]);
  });

  it('tells after every page how far it is', async () => {
    const { pages } = endless();
    const environment = new MockActivityEnvironment();
    const told: unknown[] = [];
    environment.on('heartbeat', (details) => told.push(details));
    await stretch(createWaveSending(pages, clock(100_000)), 'w', { environment });
    expect(told).toEqual([
      { after: 100, invited: 90 },
      { after: 200, invited: 180 },
    ]);
  });

  it('gives its slot to others while its messages leave slowly, and says when there will be room', async () => {
    const left = [0, 199, 189, 179];
    const { pages, asked } = endless(() => left.shift() ?? 179);
    const reached = await stretch(createWaveSending(pages, clock(1_000)), 'w');
    expect(asked).toEqual([0]);
    expect(reached).toMatchObject({ after: 100, invited: 90, next: { what: 'go-on' } });
    const { next } = reached;
    expect(next.what === 'go-on' ? next.pauseMs : undefined).toBeGreaterThan(1_000);
  });

  it('ends where its wave is not there', async () => {
    const pages: WavePages = { ...endless().pages, standing: async () => undefined };
    expect(await stretch(createWaveSending(pages), 'w')).toMatchObject({ next: { what: 'cancelled' } });
  });
});
