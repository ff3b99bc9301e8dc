import { expect, it } from '@jest/globals';
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
