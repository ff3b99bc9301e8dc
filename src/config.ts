import { z } from 'zod';
import { exactLength } from './domain/duration.js';

const number = (min: number, max = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(min).max(max);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const flag = z.stringbool();

const milliseconds = z.string().transform((text, context) => {
  const length = exactLength(text);
  if (length === undefined) context.addIssue({ code: 'custom', message: 'not an exact duration' });
  return length ?? z.NEVER;
});

const eventClients = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.strictObject({ sources: z.array(z.string()), types: z.array(z.string()) })));

/** Every environment variable; the description is what a failing start says it expects. */
const variables = z.object({
  PORT: number(1, 65_528).default(3000).describe('a port number from 1 to 65528'),
  QUIETLINE_HOME: z.string().default('.quietline').describe('a folder for the data of the embedded install'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('a PostgreSQL address, postgresql://user:password@host:port/database'),
  DATABASE_POOL_SIZE: number(1, 1000)
    .default(10)
    .describe('how many database connections a process opens, 1 to 1000'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$|^\[[0-9a-f:]+\]:\d+$/i)
    .describe('host:port of the Temporal frontend, without http://'),
  TEMPORAL_NAMESPACE: z.string().default('default').describe('the name of a Temporal namespace'),
  TEMPORAL_TLS: flag.default(false).describe('true or false'),
  TEMPORAL_API_KEY: z.string().optional().describe('an API key of the Temporal server'),
  TEMPORAL_UI_URL: httpUrl.optional().describe('the http(s) address of the Temporal Web UI, for links'),
  CHARGING_URL: httpUrl.describe(
    'the http(s) base address of the charging system, up to .../prepayBalanceManagement/v4',
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
  AUTH_ISSUER: httpUrl.describe('the http(s) address of the token issuer, exactly as it stands in `iss`'),
  AUTH_JWKS_URL: httpUrl
    .optional()
    .describe("the http(s) address of the issuer's keys; default AUTH_ISSUER + /jwks"),
  AUTH_AUDIENCE: z.string().default('urn:quietline:api').describe('the audience that tokens must carry'),
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
  METRICS_PORT: number(0, 65_535)
    .default(9464)
    .describe('the port of /metrics and /health of relay and worker'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
});

type Variable = keyof typeof variables.shape;
type Values = z.output<typeof variables>;

/** Thrown when the environment is not as it must be; `message` names every bad variable and what it expects, never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly variables: readonly string[]) {
    super(
      ['Quietline cannot start: the environment is not as it must be.']
        .concat(variables.map((name) => `  ${name}: expected ${describe(name)}`))
        .join('\n'),
    );
  }
}

/** What `api`, `relay` and `worker` run with: parsed once at the start, then handed on; nobody else reads the environment. */
export type Config = Readonly<ReturnType<typeof toConfig>>;

/** What `migrate` needs. */
export type DatabaseConfig = Pick<Config, 'databaseUrl'>;

/** Reads the whole configuration. Throws ConfigError. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  return Object.freeze(toConfig(parse(variables, env)));
}

/** Reads the only variable that `migrate` needs. Throws ConfigError. */
export function readDatabaseConfig(env: NodeJS.ProcessEnv): DatabaseConfig {
  return Object.freeze({ databaseUrl: parse(variables.pick({ DATABASE_URL: true }), env).DATABASE_URL });
}

/** What the embedded install is told: all is optional, and what is absent it brings up itself. */
export type EmbeddedConfig = Readonly<z.output<typeof embeddedVariables>>;

const embeddedVariables = variables.partial({
  DATABASE_URL: true,
  TEMPORAL_ADDRESS: true,
  CHARGING_URL: true,
  AUTH_ISSUER: true,
  EVENT_CLIENTS: true,
  HASH_KEY: true,
});

/** Reads the variables of the embedded install under their own names. Throws ConfigError. */
export function readEmbeddedConfig(env: NodeJS.ProcessEnv): EmbeddedConfig {
  return Object.freeze(parse(embeddedVariables, env));
}

function parse<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv): z.output<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError([...new Set(result.error.issues.map((issue) => String(issue.path[0])))]);
}

function describe(name: string): string {
  return variables.shape[name as Variable].description ?? 'another value';
}

function toConfig(v: Values) {
  return {
    port: v.PORT,
    metricsPort: v.METRICS_PORT,
    logLevel: v.LOG_LEVEL,
    databaseUrl: v.DATABASE_URL,
    databasePoolSize: v.DATABASE_POOL_SIZE,
    temporalAddress: v.TEMPORAL_ADDRESS,
    temporalNamespace: v.TEMPORAL_NAMESPACE,
    temporalTls: v.TEMPORAL_TLS,
    temporalApiKey: v.TEMPORAL_API_KEY,
    temporalUiUrl: v.TEMPORAL_UI_URL,
    chargingUrl: v.CHARGING_URL,
    chargingAccountPattern: v.CHARGING_ACCOUNT_PATTERN,
    chargingBucketPattern: v.CHARGING_BUCKET_PATTERN,
    chargingRate: v.CHARGING_RATE,
    authIssuer: v.AUTH_ISSUER,
    authJwksUrl: v.AUTH_JWKS_URL ?? `${v.AUTH_ISSUER}/jwks`,
    authAudience: v.AUTH_AUDIENCE,
    eventClients: v.EVENT_CLIENTS,
    hashKey: v.HASH_KEY,
    sweepEveryMs: v.SWEEP_EVERY,
    sweepMaxDrop: v.SWEEP_MAX_DROP,
    timeMachine: v.TIME_MACHINE,
  };
}
