import { describe, expect, it } from '@jest/globals';
import { STATUTORY_REASONS } from '../../src/domain/schema.js';
import { termsText } from '../../src/pages/programme-page.js';
import { definition } from '../domain/programme.js';

const { quietPeriod } = definition();

function terms(language: 'de' | 'en', ...further: string[]): string {
  const exemptReasons = [...STATUTORY_REASONS, ...further];
  return termsText(definition({ quietPeriod: { ...quietPeriod, exemptReasons } }), language);
}

describe('the terms that a customer agrees to', () => {
  it.each([
    [
      'de',
      'Störung, verlorene SIM, Betrug, strittige Rechnung, Kündigung, Widerruf, Datenschutz und Barrierefreiheit.',
    ],
    [
      'en',
      'faults, a lost SIM, fraud, a disputed bill, termination, withdrawal, data protection and accessibility.',
    ],
  ] as const)('name in %s every right whose use never counts', (language, rights) => {
    expect(terms(language)).toContain(rights);
  });

  it.each([
    ['de', 'Wir erinnern Sie rechtzeitig, wenn wir eine Adresse von Ihnen haben und Sie nicht alle'],
    ['en', 'We remind you in time if we have an address of yours and you have not stopped all messages'],
  ] as const)('promise in %s a reminder only to whoever can get one', (language, said) => {
    expect(terms(language)).toContain(said);
  });

  it.each([
    ['de', /falsch gewählte Nummer/],
    ['en', /wrong number/],
  ] as const)(
    'promise in %s nothing for a misdialled call unless the programme exempts it',
    (language, said) => {
      expect(terms(language)).not.toMatch(said);
      expect(terms(language, 'wrong-number')).toMatch(said);
    },
  );

  it.each([
    ['de', ['wrong-number'], 'Auch Anrufe aus diesem Grund zählen nie: eine falsch gewählte Nummer.'],
    ['de', ['Zählerstand'], 'Auch Anrufe aus diesem Grund zählen nie: „Zählerstand“.'],
    [
      'de',
      ['wrong-number', 'network-outage', 'wrong-number', 'Zählerstand'],
      'Auch Anrufe aus diesen Gründen zählen nie: eine falsch gewählte Nummer, „network outage“ und „Zählerstand“.',
    ],
    ['en', ['wrong-number'], 'Nor do calls for this reason: a wrong number.'],
    ['en', ['network-outage'], 'Nor do calls for this reason: “network outage”.'],
    [
      'en',
      ['wrong-number', 'network-outage', 'wrong-number', 'Zählerstand'],
      'Nor do calls for these reasons: a wrong number, “network outage” and “Zählerstand”.',
    ],
  ] as const)('name in %s the reasons that the operator adds: %j', (language, reasons, said) => {
    expect(terms(language, ...reasons)).toContain(said);
  });
});
