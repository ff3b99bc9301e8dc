import { describe, expect, it } from '@jest/globals';
import { holdsErrorValue } from '../../src/reading/error-value.js';

describe("a spreadsheet's error value", () => {
  it.each([
    ...'#NV #N/A #REF! #BEZUG! #NAME? #WERT! #VALUE! #DIV/0! #ZAHL! #NUM! #NULL! #SPILL! #ÜBERLAUF! #CALC!'.split(
      ' ',
    ),
    ...'#KALK! #GETTING_DATA #FIELD! #CONNECT! #BLOCKED! #VALEUR! #NOM? #NOMBRE! #ERROR! #ÜBERTRAG! #n/a #nv'.split(
      ' ',
    ),
    ...'# ## ##### ########## Err:502 Err:508 Fehler:502'.split(' '),
    'Error 2042',
    ' #NV ',
    'sale=#REF!; similar=yes',
    'opt-in of #NV',
    '(#NV)',
    '"#N/A"',
    '=#REF!A1',
    'https://shop.example/#NAME?',
  ])('is found: %s', (written) => {
    expect(holdsErrorValue(written)).toBe(true);
  });

  it.each([
    ...'C#100 #1 NV N/A REF #newsletter #nvidia #reference C-##-1 ##x terr:502 Err:5 #NVX'.split(' '),
    'opt-in of 2026-03-01, form #17',
    'campaign #summer!',
    'error 2042 of the form',
    '',
  ])('is not seen in what is none: %s', (written) => {
    expect(holdsErrorValue(written)).toBe(false);
  });
});
