import { describe, expect, it } from '@jest/globals';
import { pauseForRoom, reasonToStop, type Standing } from '../../src/domain/waves/sending.js';

const NOW = Date.parse('2026-12-01T10:00:00Z');
const going: Standing = {
  state: 'sending',
  now: NOW,
  opensAt: NOW,
  programmeChanged: false,
  underWay: 0,
  failuresWithin: null,
};

describe('a wave invites its next page', () => {
  it.each<[string, Partial<Standing>, ReturnType<typeof reasonToStop>]>([
    ['while it is being sent and the window is open', {}, undefined],
    ['also when eleven have failed of more than two hundred', { failuresWithin: 201 }, undefined],
    [
      'but pauses at the eleventh of two hundred',
      { failuresWithin: 200 },
      { what: 'pause', because: 'too-many-failed' },
    ],
    [
      'and waits for its window, a second at the least',
      { opensAt: NOW + 1 },
      { what: 'wait', until: NOW + 1, pause: 1_000 },
    ],
    ['or what is left of it', { opensAt: NOW + 9_000 }, { what: 'wait', until: NOW + 9_000, pause: 9_000 }],
    [
      'but a minute at the most where only its own clock can tell',
      { opensAt: NOW + 90_000 },
      { what: 'wait', until: NOW + 90_000, pause: 60_000 },
    ],
    ['and pauses where it never opens', { opensAt: Infinity }, { what: 'pause', because: 'window-shut' }],
    [
      'and pauses when a newer version of its programme was published',
      { programmeChanged: true, opensAt: NOW + 1 },
      { what: 'pause', because: 'programme-changed' },
    ],
    ['and never when somebody paused it', { state: 'paused', failuresWithin: 11 }, { what: 'paused' }],
    ['nor before it is begun', { state: 'checked' }, { what: 'paused' }],
    ['nor when it is cancelled', { state: 'cancelled' }, { what: 'cancelled' }],
    ['nor when it is through', { state: 'done', failuresWithin: 11 }, { what: 'done' }],
  ])('%s', (_when, standing, expected) => {
    expect(reasonToStop({ ...going, ...standing })).toEqual(expected);
  });
});

describe('a wave without room for another page is left alone', () => {
  it.each([
    ['until there is, at the pace that its messages had', 199, 174, 5_000, 15_000],
    ['a second at the least', 199, 100, 5_000, 1_000],
    ['half a minute at the most', 199, 198, 5_000, 30_000],
    ['as long where none has left', 150, 150, 5_000, 30_000],
    ['or more have come', 150, 151, 5_000, 30_000],
  ])('%s', (_how, before, now, within, expected) => {
    expect(pauseForRoom({ before, now }, within)).toBe(expected);
  });
});
