import { describe, expect, test } from '@jest/globals';
import { MESSAGE_KINDS, TRUE_IN } from '../../src/domain/messages/kinds.js';
import { compose } from '../../src/domain/messages/texts.js';
import { LONGEST_VALUES } from '../../src/domain/messages/values.js';
import { PRODUCT_TEXTS } from '../../src/domain/messages/product/texts.js';
import { LANGUAGES } from '../../src/domain/wording.js';

describe.each(LANGUAGES)("the product's own texts in %s", (language) => {
  const texts = PRODUCT_TEXTS[language];

  test.each(MESSAGE_KINDS.filter((kind) => TRUE_IN[kind] !== 'always'))(
    '%s does not speak of the large reward as to be won or lost where it is lost already',
    (kind) => {
      const { sms, subject, email } = texts[kind];
      const speaks = /große Belohnung|large reward|quietMegabytes/.test(`${sms} ${subject} ${email}`);
      const alsoLost = !['forfeited', 'resumed'].includes(kind) && TRUE_IN[kind].includes('forfeited');
      expect(speaks && alsoLost).toBe(false);
    },
  );

  test('a warning names what is lost in every phase, and what is not', () => {
    const { email } = texts['inactivity-warning'];
    expect(email).toContain(
      { de: 'Was Sie erhalten haben, behalten Sie', en: 'You keep what you got' }[language],
    );
  });

  test.each(['forfeited', 'resumed'] as const)(
    '%s, where a call was reported after the end, promises no task that pays no more',
    (kind) => {
      const tasks = {
        de: /, und weitere Aufgaben zählen bis 30\. September/,
        en: /, and other tasks count until 30/,
      };
      const kept = { de: 'behalten Sie.', en: 'you keep what you got.' }[language];
      const { text: running } = compose(texts[kind], 'email', LONGEST_VALUES);
      expect(running).toMatch(tasks[language]);
      const { text: over } = compose(texts[kind], 'email', { ...LONGEST_VALUES, tasksBy: '' });
      expect(over).not.toMatch(/Aufgabe|task/);
      expect(over).toContain(kept);
    },
  );
});
