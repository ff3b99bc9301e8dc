import { Writable } from 'node:stream';
import { afterAll } from '@jest/globals';
import { Registry } from 'prom-client';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { ApiParts } from '../../src/api/api-parts.js';
import { createApp } from '../../src/api/app.js';
import { type Config, readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/database.js';
import { createLogger } from '../../src/logs/logger.js';
import { connectTemporal } from '../../src/temporal.js';
import type { ParticipationView } from '../../src/participations/view.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { holdPort } from '../support/free-port.js';
import type { TestIdentity } from '../support/identity.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { type Issuer, startIssuer } from './issuer.js';

/** An answer; `body` is parsed and believed to be what the caller expects. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

type Sent = Readonly<Record<string, string>>;

/** What a problem looks like to a caller. */
export interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly phase?: string;
}

/** The API over real HTTP and PostgreSQL, of the calling test file alone. */
export class TestApi {
  private constructor(
    /** Its PUBLIC_URL, too, unless that is set. */
    readonly url: string,
    readonly config: Config,
    readonly issuer: Issuer,
    readonly database: TestDatabase,
    /** Every line that was logged. */
    readonly logged: readonly string[],
    /** Of every scope. */
    readonly token: string,
    /** Stops it, which it does by itself after the file's last test. */
    readonly stop: () => Promise<void>,
  ) {}

  /**
   * Brings it up for the calling file; `env` changes the configuration, `identity` lets customers sign in. `parts` replace others; `poolSize` may be
   * smaller than the configuration allows: with one connection a call that holds one and asks for another never ends.
   */
  static async start(
    env: Readonly<Record<string, string>> = {},
    identity?: TestIdentity,
    poolSize?: number,
    parts: Partial<ApiParts> = {},
  ): Promise<TestApi> {
    const [database, issuer] = await Promise.all([createDatabase(), startIssuer()]);
    const held = identity?.pages() ?? (await holdPort());
    const logged: string[] = [];
    const usual = environment(database.url, identity?.issuer ?? issuer.url);
    const configured = readConfig({ ...usual, PUBLIC_URL: held.url, ...env });
    const config = { ...configured, databasePoolSize: poolSize ?? configured.databasePoolSize };
    const log = createLogger('api', config, sink(logged));
    const own = openDatabase(config, 'api', log);
    const temporal = connectTemporal(config);
    const registry = new Registry();
    const app = await createApp({ config, database: own, log, registry, temporal, ...parts });
    await held.letGo();
    await app.listen(held.port, '127.0.0.1');
    let stopped: Promise<void> | undefined;
    const stop = () =>
      (stopped ??= app.close().then(async () => void (await Promise.all([own.close(), temporal.close()]))));
    afterAll(stop);
    const token = await (identity ? identity.token() : issuer.token('operator'));
    return new TestApi(held.url, config, issuer, database, logged, token, stop);
  }

  /** Calls with a token of every scope, unless the headers bring another. */
  async call<Body = ProblemBody>(
    method: string,
    path: string,
    body?: unknown,
    headers: Sent = {},
  ): Promise<Answered<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }

  /** Publishes the default programme under this code. */
  async publish(code: string = definition.code): Promise<void> {
    const draft = await this.call<{ version: number }>('POST', '/v1/programmes', { ...definition, code });
    const { status } = await this.call(
      'POST',
      `/v1/programmes/${code}/versions/${draft.body.version}/publish`,
    );
    if (status !== 200) throw new Error(`publishing answered ${status}`);
  }

  /** Invites this customer to the default programme. */
  async invite(customerId: string, more: object = {}): Promise<ParticipationView> {
    const invitation = { programme: definition.code, customerId, ...more };
    const { status, body } = await this.call<ParticipationView>('POST', '/v1/participations', invitation);
    if (status !== 201) throw new Error(`inviting answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async get(id: string): Promise<ParticipationView> {
    return (await this.call<ParticipationView>('GET', `/v1/participations/${id}`)).body;
  }
}

function environment(databaseUrl: string, issuerUrl: string) {
  return {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TEMPORAL_UI_URL: 'http://temporal.example',
    CHARGING_URL: 'http://charging.example',
    AUTH_ISSUER: issuerUrl,
    ...SENDER_SETTINGS,
    SEND_WINDOW: 'off',
    SIGN_IN_RATE: '10000',
    EVENT_CLIENTS: JSON.stringify({
      operator: { sources: ['*'], types: ['*'] },
      'quietline-cli': { sources: ['*'], types: ['*'] },
      centre: { sources: ['urn:contact-centre'], types: ['hotline.called', 'hotline.call-retracted'] },
    }),
    HASH_KEY: 'only-for-tests-only-for-tests-only',
  };
}

function sink(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
}
