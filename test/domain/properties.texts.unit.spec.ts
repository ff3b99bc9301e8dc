import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fill } from '../../src/domain/messages/template.js';
import { textProblems } from '../../src/domain/messages/texts.js';
import { LONGEST_VALUES, SPARSEST_VALUES, VALUE_NAMES } from '../../src/domain/messages/values.js';

const name = fc.constantFrom(...VALUE_NAMES);
const braces = fc.constantFrom('{{', '}}', '{%', '%}', '{{ link }}', '{% raw %}', '<script>', '&', '\u202e');
const anything = fc
  .array(fc.oneof(braces, fc.string({ unit: 'grapheme' })), { maxLength: 5 })
  .map((parts) => parts.join(''));
const NEEDED = '{{ sender }} {{ imprint }} STOP';

test('whatever a customer or an operator is called is shown as it is, and never read as a template', () => {
  fc.assert(
    fc.property(name, anything, (name, said) => {
      expect(fill(`<{{ ${name} }}>`, { ...LONGEST_VALUES, [name]: said })).toBe(`<${said}>`);
    }),
  );
});

/** Values between the longest and the sparsest: each that may be missing is there or not. */
const values = fc.subarray([...VALUE_NAMES]).map((some) => ({
  ...LONGEST_VALUES,
  ...Object.fromEntries(some.map((each) => [each, SPARSEST_VALUES[each]])),
}));

test('whatever is given as a text is either refused for a reason or can be sent', () => {
  const piece = fc.oneof(
    anything,
    name.map((each) => `{{ ${each} | upcase }}`),
    name.map((each) => `{% if ${each} != "" %}x{{ ${each} }}{% endif %}`),
    fc.constantFrom('{{ nobody }}', '{{ sender | no }}', '{% for i in (1..9) %}', '{% endfor %}'),
  );
  const text = fc.array(piece, { maxLength: 4 }).map((pieces) => `${pieces.join(' ')} ${NEEDED}`);
  let sent = 0;
  fc.assert(
    fc.property(text, values, (sms, values) => {
      const problems = textProblems({ sms, subject: '', email: `${NEEDED}{{ optOutLink }}` });
      for (const { pointer, detail } of problems)
        expect({ pointer, detail }).toEqual({ pointer: '/sms', detail: expect.stringMatching(/./) });
      if (problems.length > 0) return;
      const filled = fill(sms, values);
      for (const needed of [values.sender, values.imprint]) expect(filled).toContain(needed);
      sent += 1;
    }),
    { numRuns: 500 },
  );
  expect(sent).toBeGreaterThan(50);
});
