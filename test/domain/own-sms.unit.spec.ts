import { describe, expect, it } from '@jest/globals';
import { smsTooLong } from '../../src/domain/messages/own-sms.js';
import { PRODUCT_TEXTS } from '../../src/domain/messages/product/texts.js';

const OWN = {
  sender: 'Operator',
  imprintUrl: 'https://operator.example/imprint',
  publicUrl: 'https://bonus.operator.example',
};

it("the product's own SMS fit into three, also with a name of forty letters", () => {
  expect(smsTooLong(PRODUCT_TEXTS, OWN)).toEqual([]);
  expect(smsTooLong(PRODUCT_TEXTS, { ...OWN, sender: 'O'.repeat(40) })).toEqual([]);
});

it("a programme's own SMS is judged with the addresses that it will really carry", () => {
  const sms = `{{ sender }}: {{ link }} {{ imprint }} STOP ${'x'.repeat(330)}`;
  expect(smsTooLong({ en: { welcome: { sms } } }, OWN)).toEqual([]);
  const far = { ...OWN, publicUrl: `https://${'far-'.repeat(20)}away.example` };
  expect(smsTooLong({ en: { welcome: { sms } } }, far)).toMatchObject([
    { pointer: '/en/welcome/sms', code: 'sms-too-long' },
  ]);
});

describe('an SMS that a programme brings', () => {
  const problems = (sms: string, own: object = {}, lasts?: string) =>
    smsTooLong({ en: { welcome: { sms } } }, { ...OWN, ...own }, lasts).map(({ code }) => code);
  const LONG = ['sms-too-long'];
  const start = '{{ sender }} {{ imprint }} STOP ';

  it('costs no fourth SMS, neither by its length nor by a single letter of another alphabet', () => {
    expect(problems(start + 'x'.repeat(400))).toEqual([]);
    expect(problems(start + 'x'.repeat(420))).toEqual(LONG);
    expect(problems(`${start}${'x'.repeat(180)} я`)).toEqual(LONG);
  });

  it('is judged with the opt-out link that it will really carry', () => {
    const sms = `${start}{{ optOutLink }} ${'x'.repeat(320)}`;
    expect(problems(sms)).toEqual([]);
    expect(problems(sms, { publicUrl: `https://${'far-'.repeat(10)}away.example` })).toEqual(LONG);
  });

  it("is judged with its own quiet period's length, in its own language", () => {
    const sms = `${start}{{ quietLasts }} ${'x'.repeat(380)}`;
    expect(problems(sms, {}, 'P9M')).toEqual([]);
    expect(problems(sms, {}, 'P9M30DT12H30M')).toEqual(LONG);
    expect(problems(sms)).toEqual(LONG);
  });

  it('is judged also where there is little to tell', () => {
    expect(problems(`${start}{% if visitBy == "" %}${'x'.repeat(420)}{% endif %}`)).toEqual(LONG);
  });
});
