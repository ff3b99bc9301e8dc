import { relative } from 'node:path';
import { ConfigError, readEmbeddedConfig } from '../config.js';
import { Home } from './home.js';
import {
  type Install,
  infrastructure,
  listeners,
  migrateDatabase,
  startInfrastructure,
  startOwnParts,
} from './install.js';
import { assertFree, portsFrom } from './ports.js';
import { guardian, isAlive } from './process-identity.js';
import { bringInDefaultProgramme } from './programme.js';
import { StartError } from './start-error.js';
import { Supervisor } from './supervisor.js';
import { readyText } from './table.js';
import { fetchToken } from './token.js';

function say(line: string): void {
  process.stdout.write(`quietline: ${line}\n`);
}

function plan(env: NodeJS.ProcessEnv): Install {
  const given = readEmbeddedConfig(env);
  const home = new Home(given.QUIETLINE_HOME);
  return { home, ports: portsFrom(given.PORT), given, env, supervisor: new Supervisor(home, say), say };
}

async function bringUp(install: Install): Promise<void> {
  const { supervisor, ports, given, home } = install;
  await supervisor.takeOver();
  await assertFree(listeners(install), ports);
  say(`starting ${infrastructure(install).join(', ')}`);
  const env = await startInfrastructure(install);
  await migrateDatabase(install, env);
  say('starting api, relay, worker');
  await startOwnParts(install, env);
  const apiUrl = `http://127.0.0.1:${given.API_PORT ?? ports.api}`;
  const token = given.AUTH_ISSUER ? undefined : await fetchToken(home.folder);
  if (token) await bringInDefaultProgramme(apiUrl, token);
  else say('AUTH_ISSUER is given: post programmes/online-statt-hotline.json with a token of that issuer');
  process.stdout.write(
    `\n${readyText({ seconds: process.uptime(), addresses: addresses(install, apiUrl), apiUrl, token })}`,
  );
}

function addresses(install: Install, apiUrl: string): Array<readonly [string, string]> {
  const { given, ports, home } = install;
  const local = (port: number, path = '') => `http://127.0.0.1:${port}${path}`;
  const database = `postgresql://postgres@127.0.0.1:${ports.postgres}/quietline`;
  return [
    ['API', apiUrl],
    ['Programme page', `${given.PUBLIC_URL ?? local(ports.api)}/de/programmes/online-statt-hotline`],
    ['OpenAPI', `${apiUrl}/openapi.json`],
    [
      'Temporal Web UI',
      given.TEMPORAL_ADDRESS ? (given.TEMPORAL_UI_URL ?? '(not embedded)') : local(ports.temporalUi),
    ],
    ['Charging bookings', given.CHARGING_URL ? '(not embedded)' : local(ports.charging, '/bookings')],
    ['Mailbox', infrastructure(install).includes('mailbox') ? local(ports.mailbox) : '(not embedded)'],
    ['Send windows', windows(install)],
    ['Token issuer', given.AUTH_ISSUER ?? local(ports.identity)],
    ['PostgreSQL', given.DATABASE_URL ? '(not embedded)' : database],
    ['Data and logs', relative('.', home.folder) || '.'],
  ];
}

/** Nobody waits until Monday to try a message, unless told to. */
function windows({ env, given }: Install): string {
  return env['SEND_WINDOW'] && given.SEND_WINDOW
    ? 'kept to'
    : 'off: messages go at any hour (SEND_WINDOW=on keeps to them)';
}

/** Ctrl-C reaches us twice at once, from the terminal and from npm: only a later one means that somebody is impatient. */
const SAME_WISH_MS = 1500;

/** Stops once, in order; asked again, at once. */
function stopOn(signals: readonly NodeJS.Signals[], supervisor: Supervisor): void {
  whenNpmEnds(() => process.kill(process.pid, 'SIGTERM'));
  let askedAt: number | undefined;
  for (const signal of signals)
    process.on(signal, () => {
      if (askedAt !== undefined && Date.now() - askedAt < SAME_WISH_MS) return;
      if (askedAt !== undefined) {
        supervisor.kill();
        process.exit(1);
      }
      askedAt = Date.now();
      say('stopping');
      supervisor.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error, supervisor),
      );
    });
}

/** A killed npm takes nobody with it: nobody could stop us then by stopping what he started. */
function whenNpmEnds(then: () => void): void {
  const npm = guardian();
  if (!npm?.command.startsWith('npm ')) return;
  const watch = setInterval(() => {
    if (isAlive(npm.pid)) return;
    clearInterval(watch);
    then();
  }, 1000);
}

async function fail(error: unknown, supervisor?: Supervisor): Promise<never> {
  console.error(error instanceof StartError || error instanceof ConfigError ? error.message : error);
  await supervisor?.stop();
  process.exit(1);
}

try {
  const install = plan(process.env);
  stopOn(['SIGINT', 'SIGTERM', 'SIGHUP'], install.supervisor);
  // Whoever read our output may be gone; the parts run on, and the next start finds them.
  process.stdout.on('error', () => undefined);
  await bringUp(install).catch((error: unknown) => {
    // What fails because everything is being stopped is no news.
    if (!install.supervisor.isStopping) return fail(error, install.supervisor);
  });
} catch (error) {
  await fail(error);
}
