import type { z } from 'zod';
import { smsTooLong } from './domain/messages/own-sms.js';
import { PRODUCT_TEXTS } from './domain/messages/product/texts.js';
import { variables } from './environment.js';

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
  return Object.freeze(toConfig(withShortSms(withSafeLinks(withoutClearKey(parse(variables, env))))));
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
  AUTH_CLIENT_ID: true,
  AUTH_CLIENT_SECRET: true,
  EVENT_CLIENTS: true,
  HASH_KEY: true,
  PUBLIC_URL: true,
  SENDER_NAME: true,
  SMS_SENDER: true,
  SMS_URL: true,
  SMTP_URL: true,
  MAIL_FROM: true,
  IMPRINT: true,
  IMPRINT_URL: true,
  PRIVACY_POLICY_VERSION: true,
  PRIVACY_CONTACT: true,
  ACCESSIBILITY_CONTACT: true,
  PLACES: true,
});

/** Reads the variables of the embedded install under their own names. Throws ConfigError. */
export function readEmbeddedConfig(env: NodeJS.ProcessEnv): EmbeddedConfig {
  return Object.freeze(
    withShortSms(withOwnVersion(withSafeLinks(withoutClearKey(parse(embeddedVariables, env))))),
  );
}

function parse<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv): z.output<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError([...new Set(result.error.issues.map((issue) => String(issue.path[0])))]);
}

/** A key that goes out without TLS is everybody's. */
function withoutClearKey<T extends Pick<Values, 'TEMPORAL_TLS' | 'TEMPORAL_API_KEY'>>(values: T): T {
  if (values.TEMPORAL_API_KEY !== undefined && values.TEMPORAL_TLS === false)
    throw new ConfigError(['TEMPORAL_TLS']);
  return values;
}

type Links = {
  readonly [K in 'PUBLIC_URL' | 'PRIVACY_URL' | 'ACCESSIBILITY_URL' | 'PLACES']?: Values[K] | undefined;
};

/** From pages on https nobody is led to an address that anybody on the way can change; without PUBLIC_URL it is our own machine. */
function withSafeLinks<T extends Links>(values: T): T {
  if (!values.PUBLIC_URL?.startsWith('https:')) return values;
  const { PRIVACY_URL, ACCESSIBILITY_URL, PLACES = {} } = values;
  const led = {
    PRIVACY_URL: [PRIVACY_URL],
    ACCESSIBILITY_URL: [ACCESSIBILITY_URL],
    PLACES: Object.values(PLACES),
  };
  const unsafe = Object.entries(led).filter(([, urls]) => urls.some((url) => url?.startsWith('http:')));
  if (unsafe.length > 0) throw new ConfigError(unsafe.map(([name]) => name));
  return values;
}

type OwnNotice = { readonly [K in 'PRIVACY_URL' | 'PRIVACY_POLICY_VERSION']?: Values[K] | undefined };

/** The version of the operator's own notice nobody else can know; the example's is that of the product's. */
function withOwnVersion<T extends OwnNotice>(values: T): T {
  if (values.PRIVACY_URL !== undefined && values.PRIVACY_POLICY_VERSION === undefined)
    throw new ConfigError(['PRIVACY_POLICY_VERSION']);
  return values;
}

type SmsParts = { readonly [K in 'SENDER_NAME' | 'PUBLIC_URL' | 'IMPRINT_URL']?: Values[K] | undefined };

/** With name and addresses as long as these the product's own SMS would cost more than three. What is not given is short. */
function withShortSms<T extends SmsParts>(values: T): T {
  const { SENDER_NAME: sender = '', PUBLIC_URL: publicUrl = '', IMPRINT_URL: imprintUrl = '' } = values;
  if (smsTooLong(PRODUCT_TEXTS, { sender, publicUrl, imprintUrl }).length === 0) return values;
  throw new ConfigError(['SENDER_NAME', 'PUBLIC_URL', 'IMPRINT_URL']);
}

function describe(name: string): string {
  return variables.shape[name as Variable].description ?? 'another value';
}

function toConfig(v: Values) {
  return {
    port: v.PORT,
    /** Where the API's process shows what; all on one port unless some have their own. */
    faces: { pages: v.PORT, api: v.API_PORT ?? v.PORT, metrics: v.METRICS_PORT ?? v.PORT },
    /** Of relay and worker. */
    metricsPort: v.METRICS_PORT ?? 9464,
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
    chargingLongestMs: v.CHARGING_LONGEST_PROCESSING,
    authIssuer: v.AUTH_ISSUER,
    authJwksUrl: v.AUTH_JWKS_URL ?? `${v.AUTH_ISSUER.replace(/\/+$/, '')}/jwks`,
    authAudience: v.AUTH_AUDIENCE,
    signIn: {
      issuer: v.AUTH_ISSUER,
      clientId: v.AUTH_CLIENT_ID,
      clientSecret: v.AUTH_CLIENT_SECRET,
      customerClaim: v.AUTH_CUSTOMER_CLAIM,
    },
    eventClients: v.EVENT_CLIENTS,
    hashKey: v.HASH_KEY,
    sweepEveryMs: v.SWEEP_EVERY,
    sweepMaxDrop: v.SWEEP_MAX_DROP,
    timeMachine: v.TIME_MACHINE,
    publicUrl: v.PUBLIC_URL,
    signInRate: v.SIGN_IN_RATE,
    connectionsPerAddress: v.CONNECTIONS_PER_ADDRESS,
    trustedProxies: v.TRUSTED_PROXIES,
    sender: { name: v.SENDER_NAME, imprint: v.IMPRINT, imprintUrl: v.IMPRINT_URL },
    notices: {
      privacyVersion: v.PRIVACY_POLICY_VERSION,
      privacyContact: v.PRIVACY_CONTACT,
      privacyUrl: v.PRIVACY_URL,
      accessibilityContact: v.ACCESSIBILITY_CONTACT,
      accessibilityUrl: v.ACCESSIBILITY_URL,
    },
    places: v.PLACES,
    smsUrl: v.SMS_URL,
    smsSender: v.SMS_SENDER,
    smtpUrl: v.SMTP_URL,
    sendWindow: v.SEND_WINDOW,
    mailFrom: `${v.SENDER_NAME} <${v.MAIL_FROM}>`,
  };
}
