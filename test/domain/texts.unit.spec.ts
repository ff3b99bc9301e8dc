import { describe, expect, test } from '@jest/globals';
import { MESSAGE_KINDS } from '../../src/domain/messages/kinds.js';
import { PRODUCT_TEXTS } from '../../src/domain/messages/product/texts.js';
import { fill, TemplateError } from '../../src/domain/messages/template.js';
import { compose, smsSegments, type Text, textProblems } from '../../src/domain/messages/texts.js';
import { isCalendarDuration } from '../../src/domain/calendar.js';
import { day, deadline, inFigures, inWords, LANGUAGES } from '../../src/domain/wording.js';
import { LONGEST_VALUES, SPARSEST_VALUES, VALUE_NAMES } from '../../src/domain/messages/values.js';

const FINE: Text = {
  sms: '{{ sender }}: hello. {{ imprint }} STOP',
  subject: 'Hello',
  email: 'Hello\n{{ optOutLink }}\n{{ sender }}\n{{ imprint }}',
};

const codes = (text: Partial<Text>) =>
  textProblems({ ...FINE, ...text }).map(({ pointer, code }) => `${pointer} ${code}`);

describe.each(LANGUAGES)("the product's own texts in %s", (language) => {
  test.each(MESSAGE_KINDS)('%s may be published, and fits into three SMS whatever it speaks of', (kind) => {
    const text = PRODUCT_TEXTS[language][kind];
    expect(textProblems(text)).toEqual([]);
    const sms = compose(text, 'sms', LONGEST_VALUES).text;
    expect(smsSegments(sms)).toBeLessThanOrEqual(3);
    expect(sms).not.toMatch(/[{}]/);
  });

  test('each says something of its own', () => {
    const said = MESSAGE_KINDS.map((kind) => PRODUCT_TEXTS[language][kind].sms);
    expect(new Set(said).size).toBe(MESSAGE_KINDS.length);
  });
});

describe('a text that must not be published', () => {
  test.each<[string, Partial<Text>, string[]]>([
    ['nothing wrong', {}, []],
    ['an unknown value', { sms: `${FINE.sms} {{ customerId }}` }, ['/sms unknown-value']],
    ['an unknown value in a condition', { email: '{% if phone %}x{% endif %}' }, ['/email unknown-value']],
    ['an unknown value in the subject', { subject: '{{ name }}' }, ['/subject unknown-value']],
    ['an unknown filter', { subject: '{{ sender | encrypt }}' }, ['/subject invalid-template']],
    ['an open tag', { email: '{% if sender %}' }, ['/email invalid-template']],
    ['an include', { subject: "{% include 'secrets' %}" }, ['/subject invalid-template']],
    ['no sender in an SMS', { sms: 'hello {{ imprint }} STOP' }, ['/sms value-missing']],
    ['no imprint in an SMS', { sms: '{{ sender }} STOP' }, ['/sms value-missing']],
    [
      'an imprint that is never shown',
      { sms: '{{ sender }} {% if megabytes == "1" %}{{ imprint }}{% endif %} STOP' },
      ['/sms value-missing'],
    ],
    [
      'what breaks only where there is nothing to tell',
      {
        email: `${FINE.email}{% if visitBy == "" %}{{ visitBy | minus: 1 | date: "%Y" | nothing }}{% endif %}`,
      },
      ['/email invalid-template'],
    ],
    [
      'an endless loop',
      { subject: '{% for i in (1..100000000) %}x{% endfor %}' },
      ['/subject invalid-template'],
    ],
    ['no STOP in an SMS', { sms: '{{ sender }} {{ imprint }} NONSTOP' }, ['/sms stop-missing']],
    ['no opt-out in an e-mail', { email: '{{ sender }} {{ imprint }}' }, ['/email value-missing']],
    ['no sender or imprint', { email: '{{ optOutLink }}' }, ['/email value-missing', '/email value-missing']],
  ])('%s', (_what, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['ä'.repeat(160), 1],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  ['a'.repeat(459), 3],
  ['a'.repeat(460), 4],
  ['я'.repeat(70), 1],
  ['я'.repeat(71), 2],
  ['я'.repeat(201), 3],
  // a character of two halves is not torn apart at the end of a part, nor is one of the GSM alphabet's extension
  [`${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
])('SMS are counted as the network counts them: %s', (text, segments) => {
  expect(smsSegments(text)).toBe(segments);
});

test('an e-mail has a subject, an SMS has none', () => {
  expect(compose(FINE, 'sms', LONGEST_VALUES)).toEqual({
    text: expect.stringContaining('Telekom AG: hello.'),
  });
  expect(compose(FINE, 'email', LONGEST_VALUES)).toMatchObject({ subject: 'Hello' });
});

test('a value that is not there is an error, never an empty place', () => {
  expect(() => fill('{{ nothing }}', LONGEST_VALUES)).toThrow(TemplateError);
});

describe('the values that texts are judged by before they are published', () => {
  test('are all that a text may speak of', () => {
    expect(Object.keys(LONGEST_VALUES).toSorted()).toEqual([...VALUE_NAMES].toSorted());
    for (const name of VALUE_NAMES) expect(codes({ email: `${FINE.email} {{ ${name} }}` })).toEqual([]);
  });

  test('are as long as they really get, in the language that takes more room', () => {
    const megabytes = inFigures(10_000_000, 'de');
    const end = Date.parse('2026-09-30T23:59+02:00');
    const onTheDay = day(end, 'de', 'Europe/Berlin');
    const atTheTime = deadline(end, end - 1, 'de', 'Europe/Berlin');
    expect(LONGEST_VALUES).toMatchObject({
      megabytes,
      milestoneMegabytes: inFigures(50 * 10_000_000, 'de'),
      quietMegabytes: megabytes,
      totalMegabytes: inFigures(51 * 10_000_000, 'de'),
      earnedMegabytes: inFigures(51 * 10_000_000, 'de'),
      invitationEndsOn: atTheTime,
      quietEndsOn: onTheDay,
      tasksBy: atTheTime,
      visitBy: atTheTime,
      appealBy: atTheTime,
      link: expect.stringMatching(/^https:.*\/i\/[\w-]{22}$/),
      optOutLink: expect.stringMatching(/^https:.*\/o\/[\w-]{40}$/),
      imprint: expect.stringMatching(/^https:/),
    });
  });

  test('also where the quiet period is counted in every unit there is', () => {
    const { quietLasts } = LONGEST_VALUES;
    const longest = 'P10Y100M1000W10000DT100000H10000000M100000000S';
    expect(isCalendarDuration(longest)).toBe(true);
    expect(quietLasts).toBe(inWords(longest, 'de'));
    for (const another of [
      'P99Y11M',
      'P1200M',
      'P5217W',
      'P36525D',
      'PT876600H',
      'PT52596000M',
      'PT3155760000S',
    ]) {
      expect(isCalendarDuration(another)).toBe(true);
      for (const language of LANGUAGES)
        expect(inWords(another, language).length).toBeLessThan(quietLasts.length);
    }
  });

  test('and as sparse: before registering, and without a grant', () => {
    expect(SPARSEST_VALUES).toMatchObject({
      megabytes: '',
      earnedMegabytes: inFigures(0, 'de'),
      quietEndsOn: '',
      tasksBy: '',
      visitBy: '',
      appealBy: '',
    });
    expect(SPARSEST_VALUES.sender.length).toBeLessThan(LONGEST_VALUES.sender.length);
    expect(SPARSEST_VALUES.sender).not.toBe('');
  });
});
