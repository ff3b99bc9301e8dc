import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import type { EmbeddedConfig } from '../config.js';
import { PLACES } from '../domain/places.js';
import { PRIVACY_NOTICE_VERSION } from '../legal/notice.js';
import type { Home } from './home.js';
import { endOfLog, openLog } from './log-file.js';
import { nodeCommand, ownPart, standInPart } from './node-parts.js';
import type { Listener, Ports } from './ports.js';
import { postgresPart } from './postgres.js';
import { StartError } from './start-error.js';
import { prepareTemporal, temporalPart } from './temporal.js';
import type { Supervisor } from './supervisor.js';

const SMS_BASE = '/tmf-api/communicationManagement/v4';
const CHARGING_BASE = '/tmf-api/prepayBalanceManagement/v4';
/** The client of `npm run token` may send everything, whatever its source. */
const EVENT_CLIENTS = JSON.stringify({ 'quietline-cli': { sources: ['*'], types: ['*'] } });

/** What the pieces of an install share while it comes up. */
export interface Install {
  readonly home: Home;
  readonly ports: Ports;
  readonly given: EmbeddedConfig;
  /** Our own environment, which the parts inherit. */
  readonly env: NodeJS.ProcessEnv;
  readonly supervisor: Supervisor;
  readonly say: (line: string) => void;
}

/** The parts that Quietline needs and the environment does not name elsewhere. */
export function infrastructure({ given }: Install): Infrastructure[] {
  const elsewhere = {
    postgres: given.DATABASE_URL,
    temporal: given.TEMPORAL_ADDRESS,
    charging: given.CHARGING_URL,
    identity: given.AUTH_ISSUER,
    mailbox: given.SMS_URL && given.SMTP_URL,
  };
  return INFRASTRUCTURE.filter((part) => !elsewhere[part]);
}

const INFRASTRUCTURE = ['postgres', 'temporal', 'charging', 'identity', 'mailbox'] as const;

type Infrastructure = (typeof INFRASTRUCTURE)[number];

/** What will listen on a port of its own. */
export function listeners(install: Install): Listener[] {
  const parts = infrastructure(install);
  return [
    'api',
    ...parts,
    ...(parts.includes('temporal') ? (['temporalUi'] as const) : []),
    ...(parts.includes('mailbox') ? (['smtp'] as const) : []),
    'relay',
    'worker',
  ];
}

/** Starts what Quietline needs and is not given, all at once, and returns the environment that leads to it. */
export async function startInfrastructure(install: Install): Promise<NodeJS.ProcessEnv> {
  const settings = await Promise.all([
    database(install),
    temporal(install),
    charging(install),
    identity(install),
    mailbox(install),
  ]);
  const own = { HASH_KEY: install.given.HASH_KEY ?? install.home.secret('hash-key') };
  return Object.assign({}, sending(install), install.env, own, ...settings) as NodeJS.ProcessEnv;
}

/** Brings the database to the newest schema. Throws with the end of its log. */
export async function migrateDatabase({ home }: Install, env: NodeJS.ProcessEnv): Promise<void> {
  const file = home.log('migrate');
  const log = openLog(file);
  const { program, args } = nodeCommand('src/main.js', 'migrate');
  const [code] = (await once(spawn(program, args, { env, stdio: ['ignore', log, log, 'ipc'] }), 'exit')) as [
    number,
  ];
  closeSync(log);
  if (code === 0) return;
  throw new StartError(`The migrations were not applied. The end of ${file}:\n${endOfLog(file)}`);
}

/** Starts Quietline itself and resolves when all of it serves. */
export async function startOwnParts(
  { home, ports, supervisor }: Install,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await Promise.all([
    supervisor.start(ownPart('api', home, { ...env, PORT: String(ports.api) })),
    supervisor.start(ownPart('relay', home, { ...env, METRICS_PORT: String(ports.relay) })),
    supervisor.start(ownPart('worker', home, { ...env, METRICS_PORT: String(ports.worker) })),
  ]);
}

async function database({ given, home, ports, env, supervisor, say }: Install): Promise<NodeJS.ProcessEnv> {
  if (given.DATABASE_URL) return {};
  const { spec, url, ensureDatabase } = await postgresPart(home, ports.postgres, env, say);
  await supervisor.start(spec);
  await ensureDatabase();
  return { DATABASE_URL: url };
}

async function temporal({ given, home, ports, env, supervisor }: Install): Promise<NodeJS.ProcessEnv> {
  if (given.TEMPORAL_ADDRESS) return {};
  const address = `127.0.0.1:${ports.temporal}`;
  await supervisor.start(temporalPart(home, ports, given.TEMPORAL_NAMESPACE, env));
  await prepareTemporal(address, given.TEMPORAL_NAMESPACE);
  return {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_UI_URL: `http://127.0.0.1:${ports.temporalUi}`,
    TIME_MACHINE: 'on',
  };
}

async function charging({ given, home, ports, env, supervisor }: Install): Promise<NodeJS.ProcessEnv> {
  if (given.CHARGING_URL) return {};
  await supervisor.start(standInPart('charging', home, env, ports.charging, '/bookings'));
  return {
    CHARGING_URL: `http://127.0.0.1:${ports.charging}${CHARGING_BASE}`,
    // the stand-in answers in milliseconds, or has been told not to
    CHARGING_LONGEST_PROCESSING: env['CHARGING_LONGEST_PROCESSING'] ?? 'PT2S',
  };
}

async function identity(install: Install): Promise<NodeJS.ProcessEnv> {
  const { given, home, ports, env, supervisor } = install;
  if (given.AUTH_ISSUER) return {};
  const website = {
    AUTH_CLIENT_ID: given.AUTH_CLIENT_ID ?? 'quietline-pages',
    AUTH_CLIENT_SECRET: given.AUTH_CLIENT_SECRET ?? home.secret('pages-client'),
  };
  const withWebsite = { ...env, ...website, PUBLIC_URL: given.PUBLIC_URL ?? publicUrl(install) };
  await supervisor.start(
    standInPart('identity', home, withWebsite, ports.identity, '/.well-known/openid-configuration'),
  );
  return {
    ...website,
    AUTH_ISSUER: `http://127.0.0.1:${ports.identity}`,
    ...(given.EVENT_CLIENTS ? {} : { EVENT_CLIENTS }),
  };
}

async function mailbox(install: Install): Promise<NodeJS.ProcessEnv> {
  const { given, home, ports, env, supervisor } = install;
  if (!infrastructure(install).includes('mailbox')) return {};
  const withSmtp = { ...env, SMTP_PORT: String(ports.smtp) };
  await supervisor.start(standInPart('mailbox', home, withSmtp, ports.mailbox, '/health/ready'));
  return {
    ...(given.SMS_URL ? {} : { SMS_URL: `http://127.0.0.1:${ports.mailbox}${SMS_BASE}` }),
    ...(given.SMTP_URL ? {} : { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}` }),
  };
}

/** Nothing answers there: they show where an operator's own addresses go. */
const EXAMPLE_PLACES = Object.fromEntries(
  PLACES.map((place) => [place, `https://beispielnet.example/${place}`]),
);

/** Who sends messages, where nobody says so. */
function sending(install: Install): NodeJS.ProcessEnv {
  return {
    PUBLIC_URL: publicUrl(install),
    SEND_WINDOW: 'off',
    SENDER_NAME: 'Beispielnet',
    SMS_SENDER: '70070',
    MAIL_FROM: 'bonus@beispielnet.example',
    IMPRINT: 'Beispielnet GmbH, Musterweg 1, 10115 Berlin, bonus@beispielnet.example',
    IMPRINT_URL: 'https://beispielnet.example/impressum',
    PRIVACY_POLICY_VERSION: PRIVACY_NOTICE_VERSION,
    PRIVACY_CONTACT: 'datenschutz@beispielnet.example',
    ACCESSIBILITY_CONTACT: 'barrierefrei@beispielnet.example',
    PLACES: JSON.stringify(EXAMPLE_PLACES),
  };
}

function publicUrl({ ports }: Install): string {
  return `http://127.0.0.1:${ports.api}`;
}
