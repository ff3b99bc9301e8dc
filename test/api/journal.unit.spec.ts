import { expect, it } from '@jest/globals';
import type { Fact } from '../../src/domain/facts.js';
import { tell } from '../../src/participations/journal.js';

const heard = { delivery: '1', time: 0, acceptedAt: 0 };

it.each<[what: string, rule: string, fact: Fact]>([
  ['registered', 'R4', { ...heard, type: 'registered', quietEndsAt: 1 }],
  ['reached video-watched', 'R3', { ...heard, type: 'reached', code: 'video-watched' }],
  ['hotline call', 'R5', { ...heard, type: 'called', call: 'hash', exempt: false }],
  ['exempt hotline call', 'R5', { ...heard, type: 'called', call: 'hash', exempt: true }],
  ['hotline call retracted', 'R7', { ...heard, type: 'retracted', call: 'hash' }],
  ['visit that undoes the drop', 'R9', { ...heard, type: 'visited' }],
  ['dropped for inactivity', 'R9', { ...heard, type: 'dropped', lastVisitAt: 0 }],
  ['reinstated', 'R10', { ...heard, type: 'reinstated' }],
  ['ended: contract-ended', 'R11', { ...heard, type: 'stopped', reason: 'contract-ended' }],
  [
    'granted 600 MB for app-installed',
    'R3',
    { type: 'granted', time: 0, code: 'app-installed', megabytes: 600 },
  ],
  [
    'granted 1800 MB for quiet-period',
    'R8',
    { type: 'granted', time: 0, code: 'quiet-period', megabytes: 1800 },
  ],
  ['quiet period over', 'R8', { type: 'quiet-period-over', time: 0 }],
  ['completed', 'R8', { type: 'completed', time: 0 }],
  ['ended: invitation-expired', 'R1', { type: 'ended', time: 0, reason: 'invitation-expired' }],
  ['ended: inactive', 'R9', { type: 'ended', time: 0, reason: 'inactive' }],
  ['ended: hotline-called', 'R5', { type: 'ended', time: 0, reason: 'hotline-called' }],
])('the journal says "%s" by %s', (what, rule, fact) => {
  expect(tell(fact)).toEqual({ what, rule });
});
