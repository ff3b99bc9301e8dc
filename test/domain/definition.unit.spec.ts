import { describe, expect, test } from '@jest/globals';
import { invitationEndsAt, parseDefinition, readDefinition, termsOf } from '../../src/domain/definition.js';
import { problemsOf } from '../../src/domain/problems.js';
import { STATUTORY_REASONS } from '../../src/domain/schema.js';
import { ONLINE } from './programme.js';
import { withField, withoutField } from './json.js';

const DAY = 86_400_000;

/** What is wrong with the default programme after one field got another value. */
function problemsWith(pointer: string, value: unknown) {
  return named(withField(ONLINE, pointer, value));
}

function named(input: unknown): readonly (readonly [string, string])[] {
  const parsed = parseDefinition(input);
  if (parsed.ok) return [];
  for (const { detail } of parsed.problems) expect(detail).toMatch(/\w+ \w+/);
  return parsed.problems.map(({ pointer, code }) => [pointer, code]);
}

describe('the default programme', () => {
  test('is accepted, and what participations are pinned to is exactly what it promises', () => {
    const parsed = parseDefinition(ONLINE);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.definition).toEqual(ONLINE);
    expect(termsOf(parsed.definition, 7)).toEqual({
      programme: { code: 'online-statt-hotline', version: 7 },
      timeZone: 'Europe/Berlin',
      milestones: [
        { code: 'registered', reward: { megabytes: 600, validFor: 'P1Y' }, retroactive: true },
        { code: 'video-watched', reward: { megabytes: 600 } },
        { code: 'app-installed', reward: { megabytes: 600 } },
      ],
      quietReward: { megabytes: 1800 },
      settlesAfter: 3 * DAY,
      appealWithin: 30 * DAY,
      visits: { atLeastEvery: 30 * DAY, warnAfter: 21 * DAY },
    });
    expect(invitationEndsAt(parsed.definition, 1_000)).toBe(1_000 + 60 * DAY);
  });

  test('may do without a visit rule (R9)', () => {
    const parsed = parseDefinition(withoutField(ONLINE, '/visits'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(termsOf(parsed.definition, 1)).not.toHaveProperty('visits');
  });
});

describe('a draft that could not be kept is refused, and the field is named', () => {
  test.each([
    ['an unknown field', '/quietPeriod/bonus', 5, [['/quietPeriod/bonus', 'unknown-field']]],
    ['an unknown field to be escaped', '/a~1b~0c', 5, [['/a~1b~0c', 'unknown-field']]],
    [
      'a reward of zero',
      '/milestones/1/reward/megabytes',
      0,
      [['/milestones/1/reward/megabytes', 'too-small']],
    ],
    [
      'half a megabyte',
      '/quietPeriod/reward/megabytes',
      0.5,
      [
        ['/quietPeriod/reward/megabytes', 'not-multiple-of'],
        ['/quietPeriod/reward/megabytes', 'too-small'],
      ],
    ],
    [
      'a reward as text',
      '/quietPeriod/reward/megabytes',
      '600',
      [['/quietPeriod/reward/megabytes', 'invalid-type']],
    ],
    [
      'a reward beyond sums',
      '/quietPeriod/reward/megabytes',
      10_000_001,
      [['/quietPeriod/reward/megabytes', 'too-big']],
    ],
    [
      'two milestones with one code',
      '/milestones/2/code',
      'registered',
      [['/milestones/2/code', 'duplicate-code']],
    ],
    [
      "the quiet reward's code",
      '/milestones/1/code',
      'quiet-period',
      [['/milestones/1/code', 'reserved-code']],
    ],
    ['a milestone that is none', '/milestones/1', null, [['/milestones/1', 'invalid-type']]],
    ['milestones that are no list', '/milestones', {}, [['/milestones', 'invalid-type']]],
    ['a programme code with a slash', '/code', 'a/b', [['/code', 'invalid-format']]],
    ['an empty code', '/code', '', [['/code', 'invalid-format']]],
    ['a code that ends in a dash', '/code', 'online-', [['/code', 'invalid-format']]],
    ['a code of 65 letters', '/code', 'a'.repeat(65), [['/code', 'invalid-format']]],
    ['an unknown zone', '/timeZone', 'Mars/Olympus', [['/timeZone', 'unknown-time-zone']]],
    ['an offset instead of a zone', '/timeZone', '+01:00', [['/timeZone', 'unknown-time-zone']]],
    ['a warning with the breach', '/visits/warnAfter', 'P30D', [['/visits/warnAfter', 'warning-too-late']]],
    [
      'a warning after the breach',
      '/visits/warnAfter',
      'PT721H',
      [['/visits/warnAfter', 'warning-too-late']],
    ],
    [
      'months in an exact duration',
      '/visits/atLeastEvery',
      'P1M',
      [['/visits/atLeastEvery', 'invalid-duration']],
    ],
    [
      'an invitation of a year',
      '/invitation/validFor',
      'P1Y',
      [['/invitation/validFor', 'invalid-duration']],
    ],
    [
      'no settlement',
      '/quietPeriod/settlesAfter',
      'PT0S',
      [['/quietPeriod/settlesAfter', 'invalid-duration']],
    ],
    ['no appeal', '/appealWithin', 'P0D', [['/appealWithin', 'invalid-duration']]],
    ['no quiet period', '/quietPeriod/lasts', 'P0M', [['/quietPeriod/lasts', 'invalid-duration']]],
    ['an endless quiet period', '/quietPeriod/lasts', 'P101Y', [['/quietPeriod/lasts', 'invalid-duration']]],
    [
      'a reward that expires at once',
      '/quietPeriod/reward/validFor',
      'PT',
      [['/quietPeriod/reward/validFor', 'invalid-duration']],
    ],
    [
      'a reason without a name',
      '/quietPeriod/exemptReasons/9',
      '',
      [['/quietPeriod/exemptReasons/9', 'too-small']],
    ],
    [
      'retroactive as text',
      '/milestones/0/retroactive',
      'yes',
      [['/milestones/0/retroactive', 'invalid-type']],
    ],
  ])('%s', (_what, pointer, value, problems) => {
    expect(problemsWith(pointer, value)).toEqual(problems);
  });

  test.each([
    '/code',
    '/timeZone',
    '/invitation',
    '/milestones',
    '/quietPeriod',
    '/appealWithin',
    '/quietPeriod/lasts',
  ])('%s missing', (pointer) =>
    expect(named(withoutField(ONLINE, pointer))).toEqual([[pointer, 'invalid-type']]),
  );

  test.each([null, undefined, 5, 'programme', []])('%p instead of a programme', (input) => {
    expect(named(input)).toEqual([['', 'invalid-type']]);
  });

  test('more than fifty milestones', () => {
    const many = Array.from({ length: 51 }, (_, i) => ({ code: `task-${i}`, reward: { megabytes: 1 } }));
    expect(problemsWith('/milestones', many)).toEqual([['/milestones', 'too-big']]);
    expect(problemsWith('/milestones', many.slice(1))).toEqual([]);
  });
});

describe('using a statutory right never costs the bonus', () => {
  test.each(STATUTORY_REASONS)('a programme that counts calls because of %s is refused', (reason) => {
    const parsed = parseDefinition(
      withField(
        ONLINE,
        '/quietPeriod/exemptReasons',
        STATUTORY_REASONS.filter((each) => each !== reason),
      ),
    );
    expect(parsed).toMatchObject({
      ok: false,
      problems: [
        {
          pointer: '/quietPeriod/exemptReasons',
          code: 'statutory-reason-missing',
          detail: expect.stringContaining(reason),
        },
      ],
    });
  });

  test('only the first eight are statutory: an operator may count wrong numbers', () => {
    expect(problemsWith('/quietPeriod/exemptReasons', STATUTORY_REASONS)).toEqual([]);
    expect(STATUTORY_REASONS).toHaveLength(8);
  });
});

test.each(['a', '1', 'a'.repeat(64), 'video_watched.v2-final'])('%s is a code', (code) => {
  expect(problemsWith('/milestones/1/code', code)).toEqual([]);
  expect(problemsWith('/code', code)).toEqual([]);
});

describe('an author sees everything that is wrong at once', () => {
  test('each field by its pointer, in one answer, with a sentence that says what to do', () => {
    let broken = withField(ONLINE, '/milestones/1/code', 'quiet-period');
    broken = withField(broken, '/milestones/1/reward/megabytes', 1.5);
    broken = withField(broken, '/milestones/2/code', 'registered');
    broken = withField(broken, '/milestones/3', null);
    broken = withField(broken, '/visits/warnAfter', 'P31D');
    broken = withField(broken, '/visits/often', true);
    broken = withField(broken, '/quietPeriod/exemptReasons', [...STATUTORY_REASONS.slice(1), 5]);
    broken = withoutField(broken, '/appealWithin');
    const parsed = parseDefinition(broken);
    if (parsed.ok) throw new Error('accepted');
    expect(new Set(parsed.problems.map(({ pointer }) => pointer))).toEqual(
      new Set([
        '/milestones/1/code',
        '/milestones/1/reward/megabytes',
        '/milestones/2/code',
        '/milestones/3',
        '/visits/warnAfter',
        '/visits/often',
        '/quietPeriod/exemptReasons',
        '/quietPeriod/exemptReasons/7',
        '/appealWithin',
      ]),
    );
    for (const { detail } of parsed.problems) expect(detail).toMatch(/\w+ \w+/);
  });

  test('a warning is compared only where both durations can be read', () => {
    expect(problemsWith('/visits', { atLeastEvery: 'soon', warnAfter: 'P21D' })).toEqual([
      ['/visits/atLeastEvery', 'invalid-duration'],
    ]);
  });
});

test('the shortest programme that can be tried lasts seconds', () => {
  let seconds = withField(ONLINE, '/quietPeriod/lasts', 'PT1S');
  seconds = withField(seconds, '/quietPeriod/settlesAfter', 'PT1S');
  seconds = withField(seconds, '/invitation/validFor', 'PT1S');
  seconds = withField(seconds, '/appealWithin', 'PT1S');
  seconds = withField(seconds, '/visits', { atLeastEvery: 'PT2S', warnAfter: 'PT1S' });
  expect(named(seconds)).toEqual([]);
});

test('a check without a code of its own still has one that programs can tell', () => {
  const issue = { code: 'custom' as const, path: ['time'], message: 'Not before 1970.' };
  expect(problemsOf(issue)).toEqual([{ pointer: '/time', code: 'invalid', detail: 'Not before 1970.' }]);
});

describe('the optional sections', () => {
  const window = { days: ['mon', 'sat'], from: '09:00', to: '18:00' };
  const text = {
    sms: '{{ sender }} {{ imprint }} STOP',
    subject: 'Hello',
    email: '{{ sender }} {{ imprint }} {{ optOutLink }}',
  };
  const messages = {
    order: ['email', 'sms'],
    off: ['half-way'],
    advertisingPerWeek: 1,
    remindBefore: 'P3D',
    texts: { de: { invitation: text } },
  };

  test('say when and how customers are written to', () => {
    expect(problemsWith('/sendWindow', { ...window, region: 'DE-BY' })).toEqual([]);
    expect(problemsWith('/messages', messages)).toEqual([]);
    expect(problemsWith('/messages', {})).toEqual([]);
  });

  test.each<[string, string, unknown, [string, string][]]>([
    ['no day', '/sendWindow', { ...window, days: [] }, [['/sendWindow/days', 'too-small']]],
    ['a day twice', '/sendWindow', { ...window, days: ['mon', 'mon'] }, [['/sendWindow/days', 'duplicate']]],
    ['no time', '/sendWindow', { ...window, from: '0900' }, [['/sendWindow/from', 'invalid-format']]],
    ['no length', '/sendWindow', { ...window, to: '09:00' }, [['/sendWindow/to', 'window-shut']]],
    ['no region', '/sendWindow', { ...window, region: 'XX' }, [['/sendWindow/region', 'unknown-region']]],
    ['no state', '/sendWindow', { ...window, region: 'DE-XX' }, [['/sendWindow/region', 'unknown-region']]],
    ['no channel', '/messages', { order: [] }, [['/messages/order', 'too-small']]],
    ['a channel twice', '/messages', { order: ['sms', 'sms'] }, [['/messages/order', 'duplicate']]],
    ['no warning', '/messages', { off: ['inactivity-warning'] }, [['/messages/off/0', 'invalid-value']]],
    ['every day', '/messages', { advertisingPerWeek: 8 }, [['/messages/advertisingPerWeek', 'too-big']]],
    ['months', '/messages', { remindBefore: 'P1M' }, [['/messages/remindBefore', 'invalid-duration']]],
    [
      'a text that tells what it must not',
      '/messages',
      { texts: { en: { welcome: { ...text, sms: '{{ customerId }}' } } } },
      [['/messages/texts/en/welcome/sms', 'unknown-value']],
    ],
    [
      'a text without opt-out',
      '/messages',
      { texts: { de: { dropped: { ...text, email: '{{ sender }} {{ imprint }}' } } } },
      [['/messages/texts/de/dropped/email', 'value-missing']],
    ],
    [
      'a message that there is not',
      '/messages',
      { texts: { de: { birthday: text } } },
      [['/messages/texts/de/birthday', 'unknown-field']],
    ],
  ])('refuse %s', (_what, pointer, value, expected) => {
    expect(problemsWith(pointer, value)).toEqual(expected);
  });
});

test('what was published once stays readable, whatever is found wrong with its texts later (R15)', () => {
  const text = { sms: '{{ withdrawnValue }}', subject: 'x', email: 'x' };
  const stored = withField(ONLINE, '/messages', { texts: { de: { welcome: text } } });
  expect(parseDefinition(stored).ok).toBe(false);
  expect(readDefinition(stored)).toEqual(stored);
  expect(readDefinition(withField(stored, '/appealWithin', 'soon'))).toBeUndefined();
});
