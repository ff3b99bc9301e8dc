import { describe, expect, test } from '@jest/globals';
import { isExempt } from '../../src/domain/exemption.js';
import { STATUTORY_REASONS } from '../../src/domain/schema.js';
import { definition } from './programme.js';

describe('R5: a call that never counts', () => {
  test.each(STATUTORY_REASONS)('because of %s: a statutory right', (reason) => {
    expect(isExempt(definition(), { reason, direction: 'inbound' })).toBe(true);
  });

  test.each([
    ['outbound without a reason', { direction: 'outbound' }, true],
    ['outbound for a reason that counts', { direction: 'outbound', reason: 'tariff' }, true],
    ["the programme's own exemption", { reason: 'wrong-number' }, true],
    ['inbound without a reason', { direction: 'inbound' }, false],
    ['inbound for a reason that counts', { direction: 'inbound', reason: 'tariff' }, false],
    ['a reason that is no text', { reason: 5 }, false],
    ['nothing said at all', {}, false],
  ])('%s', (_what, call, exempt) => {
    expect(isExempt(definition(), call)).toBe(exempt);
  });
});
