import { z } from 'zod';
import { exactLength } from './domain/duration.js';
import { PLACES } from './domain/places.js';

const number = (min: number, max = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(min).max(max);
const verbatimUrl = z.url({ protocol: /^https?$/, abort: true }).refine((text) => {
  const { username, password } = new URL(text);
  return username === '' && password === '';
}, 'user and password would stand in error texts');
const httpUrl = verbatimUrl.transform((url) => url.replace(/\/+$/, ''));
const flag = z.stringbool();

const milliseconds = z.string().transform((text, context) => {
  const length = exactLength(text);
  if (length === undefined) context.addIssue({ code: 'custom', message: 'not an exact duration' });
  return length ?? z.NEVER;
});

const line = z.string().trim().min(1).max(40);

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

const eventClients = json.pipe(
  z.record(z.string(), z.strictObject({ sources: z.array(z.string()), types: z.array(z.string()) })),
);

/** An address that customers are led to, kept as it is given: a slash at its end may matter there. */
const places = json.pipe(z.partialRecord(z.enum(PLACES), verbatimUrl));

const networks = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])));

/** Every environment variable; the description is what a failing start says it expects. */
export const variables = z.object({
  PORT: number(1, 65_526).default(3000).describe('a port number from 1 to 65526'),
  API_PORT: number(1, 65_535)
    .optional()
    .describe('a port number from 1 to 65535, by default PORT: where the API is, away from the pages'),
  QUIETLINE_HOME: z.string().default('.quietline').describe('a folder for the data of the embedded install'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('a PostgreSQL address, postgresql://user:password@host:port/database'),
  DATABASE_POOL_SIZE: number(2, 1000)
    .default(10)
    .describe('how many database connections a process opens, 2 to 1000'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$|^\[[0-9a-f:]+\]:\d+$/i)
    .describe('host:port of the Temporal frontend, without http://'),
  TEMPORAL_NAMESPACE: z.string().default('default').describe('the name of a Temporal namespace'),
  TEMPORAL_TLS: flag
    .optional()
    .describe('true or false, by default whether there is a TEMPORAL_API_KEY, which needs true'),
  TEMPORAL_API_KEY: z.string().optional().describe('an API key of the Temporal server'),
  TEMPORAL_UI_URL: httpUrl.optional().describe('the http(s) address of the Temporal Web UI, for links'),
  CHARGING_URL: httpUrl.describe(
    'the http(s) base address of the charging system, up to .../prepayBalanceManagement/v4, without a password',
  ),
  CHARGING_ACCOUNT_PATTERN: z
    .string()
    .default('{customerId}')
    .describe('a text, {customerId} standing for the id'),
  CHARGING_BUCKET_PATTERN: z
    .string()
    .default('{customerId}-data')
    .describe('a text, {customerId} standing for the id'),
  CHARGING_RATE: z.coerce.number().positive().default(50).describe('credits a second, above 0'),
  CHARGING_LONGEST_PROCESSING: milliseconds
    .default(30_000)
    .describe(
      'an ISO 8601 duration from PT1S up in days, hours, minutes and seconds, such as PT30S: the longest that the charging system works on a top-up',
    ),
  AUTH_ISSUER: verbatimUrl.describe('the http(s) address of the token issuer, exactly as it stands in `iss`'),
  AUTH_JWKS_URL: httpUrl
    .optional()
    .describe("the http(s) address of the issuer's keys; default AUTH_ISSUER + /jwks"),
  AUTH_AUDIENCE: z.string().default('urn:quietline:api').describe('the audience that tokens must carry'),
  AUTH_CLIENT_ID: z.string().min(1).describe("the id of the customers' pages as a client of the issuer"),
  AUTH_CLIENT_SECRET: z.string().min(1).describe('the secret of that client'),
  AUTH_CUSTOMER_CLAIM: z
    .string()
    .min(1)
    .default('sub')
    .describe('the claim of the ID token that holds the customerId'),
  EVENT_CLIENTS: eventClients.describe(
    'JSON: {"<client id>": {"sources": ["..."], "types": ["..."]}}, "*" for all',
  ),
  HASH_KEY: z
    .string()
    .min(32)
    .describe('the key of the keyed hashes: a secret of at least 32 characters that never changes'),
  SWEEP_EVERY: milliseconds
    .default(3_600_000)
    .describe('an ISO 8601 duration from PT1S up in days, hours, minutes and seconds, such as PT1H'),
  SWEEP_MAX_DROP: z.coerce.number().min(0).max(1).default(0.05).describe('a share from 0 to 1'),
  TIME_MACHINE: flag.default(false).describe('on or off; on only with a Temporal server that can skip time'),
  PUBLIC_URL: httpUrl.describe(
    "the http(s) address under which customers reach the API's pages, so short that an SMS with it takes three parts at most",
  ),
  SIGN_IN_RATE: number(1)
    .default(60)
    .describe('how often a minute one address may ask to sign in, a whole number from 1'),
  CONNECTIONS_PER_ADDRESS: number(10)
    .default(1_000)
    .describe('how many connections one address may have at once, a whole number from 10'),
  TRUSTED_PROXIES: networks
    .default([])
    .describe('addresses or networks of proxies, separated by commas, such as 10.0.0.0/8,192.0.2.7'),
  SENDER_NAME: line.describe(
    'the name that customers know the operator by, 1 to 40 characters, so short that an SMS with it takes three parts at most',
  ),
  SMS_SENDER: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$|^\d{3,8}$/)
    .describe('the phone number or short code that SMS come from, and that STOP is answered to'),
  SMS_URL: httpUrl.describe(
    'the http(s) base address of the SMS centre, up to .../communicationManagement/v4, without a password',
  ),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .describe('the address of a mail server, smtp://user:password@host:port or smtps://'),
  MAIL_FROM: z.email().describe('the e-mail address that messages come from'),
  IMPRINT: z.string().trim().min(1).max(2_000).describe('the imprint as it stands under an e-mail'),
  IMPRINT_URL: httpUrl.describe(
    'the http(s) address of the imprint, so short that an SMS with it takes three parts at most',
  ),
  PRIVACY_POLICY_VERSION: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .describe(
      'the version of the privacy notice, also of the one at PRIVACY_URL, such as 2026-11-01: a new one whenever what it says changes',
    ),
  PRIVACY_CONTACT: z.email().describe('the e-mail address for questions about privacy'),
  PRIVACY_URL: verbatimUrl
    .optional()
    .describe("the https address of the operator's own privacy notice, instead of the product's"),
  ACCESSIBILITY_CONTACT: z.email().describe('the e-mail address for reports of barriers'),
  ACCESSIBILITY_URL: verbatimUrl
    .optional()
    .describe("the https address of the operator's own accessibility statement, instead of the product's"),
  PLACES: places.describe(
    `JSON: {"<place>": "https://..."}, the places being ${PLACES.join(', ')}; one that is absent is not shown`,
  ),
  SEND_WINDOW: flag.default(true).describe("on or off: whether the programmes' send windows are kept to"),
  METRICS_PORT: number(0, 65_535)
    .optional()
    .describe(
      'a port number up to 65535: where /metrics is; by default 9464 of relay and worker, PORT of the API',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
});
