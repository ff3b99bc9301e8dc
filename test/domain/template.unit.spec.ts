import { describe, expect, it, test } from '@jest/globals';
import { fill, TemplateError, unknownNames } from '../../src/domain/messages/template.js';
import { LONGEST_VALUES } from '../../src/domain/messages/values.js';

describe('a text', () => {
  it('is sent without the blanks around it, which the parts that say nothing leave behind', () => {
    const text = '\n{% if megabytes == "1" %}One megabyte{% endif %}\n{{ sender }} says hello\n \n';
    expect(fill(text, LONGEST_VALUES)).toBe('Telekom AG says hello');
  });

  test.each([
    ['a file of the server', "{% include 'package.json' %}"],
    ['a file beside it', "{% include './package.json' %}"],
    ['a file by its path', "{% render '/etc/hostname' %}"],
    ['a layout', "{% layout 'package.json' %}"],
    ['what JavaScript knows of a value', '{{ sender.constructor.name }}'],
    ['what JavaScript knows of all values', '{{ toString }}'],
  ])('reaches nothing but the values: not %s', (_what, text) => {
    expect(() => fill(text, LONGEST_VALUES)).toThrow(TemplateError);
  });

  it('that cannot be read is refused with what is wrong and where', () => {
    let refusal: unknown;
    try {
      fill('Hello\n{{ sender | encrypt }}', LONGEST_VALUES);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      name: 'TemplateError',
      message: expect.stringMatching(/undefined filter: encrypt.*line:2/),
      cause: expect.anything(),
    });
  });

  it('names what is no value, wherever it stands, and not what it names itself', () => {
    const text =
      '{% assign mine = sender %}{{ mine }}{% if phone %}{{ link }}{% endif %}{{ sender | append: surname }}';
    expect(unknownNames(text)).toEqual(['phone', 'surname']);
    expect(() => unknownNames('{% if %')).toThrow(TemplateError);
  });
});
