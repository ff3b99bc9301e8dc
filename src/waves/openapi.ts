import { LONGEST_ROW } from './list-lines.js';
import type { Column } from './list-row.js';
import { MOST_ROWS } from './list-rows.js';
import { REFUSALS } from './refusals.js';

/** What each column of a list holds. */
const COLUMNS: Readonly<Record<Column, string>> = {
  customerId:
    "the operator's own id of the customer, kept in Unicode's form NFC; the one column that has to be there. As a number, a whole one written as such",
  mobile:
    'one mobile number, as people write it, kept in E.164; without a country it is German; in NDJSON text, or an integer without exponent or fraction',
  smsBasis: '`express-consent` or `existing-customer`',
  smsEvidence: 'what proves it',
  email: 'one e-mail address, of any domain',
  emailBasis: '`express-consent` or `existing-customer`',
  emailEvidence: 'what proves it',
  language: '`de` or `en`, also as in `de-AT` or `EN`; `de` where it is empty',
  accountId: "the customer's account at the charging system, with `bucketId`",
  bucketId: 'its bucket, with `accountId`',
  reached: 'what the customer has reached already, as JSON like `reached` of `POST /v1/participations`',
};

const bullets = (told: Readonly<Record<string, string>>) =>
  Object.entries(told)
    .map(([name, meaning]) => `- \`${name}\`: ${meaning}`)
    .join('\n');

const DESCRIPTION = `The answer is the dry run: how many would be invited, held out or refused, and why; nobody is written to before \`send\`. Another list
takes the place of one that was not sent. A list is kept whole or not at all; one that nobody sends within 30 days is forgotten, as if its wave
had been cancelled.

CSV: commas, semicolons, tabs or bars, UTF-8 or Windows-1252; the first line names the columns, in any order. Before it \`sep=;\` may stand.
Columns without a name stay empty; a row of empty cells is none. NDJSON: one object a line, UTF-8.

Names may be written in any case, with blanks, \`-\` or \`_\` between words: \`Customer ID\` and \`customer_id\` are \`customerId\`, too.

${bullets(COLUMNS)}

Evidence is for \`express-consent\` a date that is not in the future, in figures or with a month's German or English name, and a word of where the
consent comes from, as in \`opt-in of 2026-03-01\`; of a date that can be read in two ways both must have come. For \`existing-customer\` it is all four
conditions of UWG par. 7(3), as in \`sale=2025-03-01; similar=yes; no-objection=2026-01-01; informed=2026-01-01\`; a word alone that denies one,
such as \`no\`, \`none\`, \`n/a\` or \`-\`, proves nothing.

At most ${MOST_ROWS.toLocaleString('en')} rows, ${LONGEST_ROW / 1024} KB a row, 256 characters an id or a basis, 2,000 an evidence, 254 an e-mail address, and
2 GB a list. A row beyond that is refused, a list beyond that is not taken.

A row is refused for the first reason that holds; the row

${bullets(REFUSALS)}`;

const HEAD = 'customerId,mobile,smsBasis,smsEvidence';
const ROW = {
  customerId: 'W-1001',
  mobile: '+4915123451001',
  smsBasis: 'express-consent',
  smsEvidence: 'opt-in of 2026-03-01',
};

const LINE = {
  type: 'object',
  description: 'One line',
  required: ['customerId'],
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(COLUMNS).map(([column, description]) => [
      column,
      column === 'reached'
        ? { type: 'array', items: { type: 'object' }, description }
        : { type: 'string', description },
    ]),
  ),
};

/** What OpenAPI says of putting a list. */
export const FILLING = {
  operationId: 'putWaveList',
  summary: "Put a wave's list",
  description: DESCRIPTION,
  requestBody: {
    required: true,
    content: {
      'text/csv': { schema: { type: 'string' }, example: `${HEAD}\n${Object.values(ROW).join(',')}\n` },
      'application/x-ndjson': { schema: LINE, example: ROW },
    },
  },
  problems: {
    400: [
      ...['column-missing', 'column-unknown', 'column-twice', 'encoding-unknown', 'not-ndjson'],
      ...['content-encoding-broken', 'upload-broken-off'],
    ],
    404: ['wave-unknown'],
    408: ['upload-stalled'],
    409: ['list-there', 'list-coming-in'],
    413: ['list-too-long', 'content-too-large'],
    503: ['lists-busy', 'programme-busy'],
  },
};
