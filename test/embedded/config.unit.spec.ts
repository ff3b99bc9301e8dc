import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig, readDatabaseConfig, readEmbeddedConfig } from '../../src/config.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';

const complete = {
  DATABASE_URL: 'postgresql://quietline:s3cret-word@db.example:5432/quietline',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  CHARGING_URL: 'https://charging.example/tmf-api/prepayBalanceManagement/v4/',
  AUTH_ISSUER: 'https://login.example',
  EVENT_CLIENTS: '{"crm":{"sources":["urn:crm"],"types":["*"]}}',
  HASH_KEY: 'k'.repeat(32),
  ...SENDER_SETTINGS,
};

function problem(env: NodeJS.ProcessEnv): ConfigError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('the environment', () => {
  it('is complete with its addresses, secrets and sender; everything else has its default', () => {
    const config = readConfig(complete);
    expect(config).toMatchObject({
      port: 3000,
      databasePoolSize: 10,
      temporalNamespace: 'default',
      chargingRate: 50,
      chargingLongestMs: 30_000,
      authAudience: 'urn:quietline:api',
      authJwksUrl: 'https://login.example/jwks',
      sweepEveryMs: 3_600_000,
      sweepMaxDrop: 0.05,
      timeMachine: false,
      logLevel: 'info',
      eventClients: { crm: { sources: ['urn:crm'], types: ['*'] } },
    });
  });

  it('gives paths something to be joined to: a base address loses its last slash', () => {
    expect(readConfig(complete).chargingUrl).toBe(complete.CHARGING_URL.slice(0, -1));
  });

  it('believes an issuer whose name ends in a slash: it stays exactly as it stands in `iss`', () => {
    const config = readConfig({ ...complete, AUTH_ISSUER: 'https://login.example/realm/' });
    expect(config.authIssuer).toBe('https://login.example/realm/');
    expect(config.authJwksUrl).toBe('https://login.example/realm/jwks');
  });

  it.each([
    ['a name outside the alphabet of SMS', { SENDER_NAME: 'Škoda Telekomunikace' }],
    ['addresses that leave no room', { PUBLIC_URL: `https://${'bonus.'.repeat(40)}example` }],
  ])('refuses %s, with which an SMS would cost more than three', (_what, env) => {
    expect(problem({ ...complete, ...env }).variables).toEqual(['SENDER_NAME', 'PUBLIC_URL', 'IMPRINT_URL']);
  });

  it('cannot be changed once it is read', () => {
    expect(Object.isFrozen(readConfig(complete))).toBe(true);
  });

  it('names every missing variable at once, so that nobody starts six times to find six', () => {
    expect([...problem({}).variables].sort()).toEqual(Object.keys(complete).sort());
  });

  it.each([
    ['PORT', '0'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://db.example/quietline'],
    ['DATABASE_POOL_SIZE', '1'],
    ['DATABASE_POOL_SIZE', '2.5'],
    ['TEMPORAL_ADDRESS', 'http://temporal.example:7233'],
    ['TEMPORAL_TLS', 'maybe'],
    ['CHARGING_URL', 'charging.example'],
    ['CHARGING_URL', 'https://user:s3cret@charging.example/v4'],
    ['CHARGING_RATE', '0'],
    ['CHARGING_LONGEST_PROCESSING', '30'],
    ['AUTH_ISSUER', 'ftp://login.example'],
    ['AUTH_ISSUER', 'https://user@login.example'],
    ['AUTH_JWKS_URL', 'https://:s3cret@login.example/jwks'],
    ['EVENT_CLIENTS', '{"crm":'],
    ['EVENT_CLIENTS', '{"crm":{"sources":"urn:crm","types":[]}}'],
    ['HASH_KEY', 'too short'],
    ['SWEEP_EVERY', 'P1M'],
    ['SWEEP_EVERY', '3600'],
    ['SWEEP_MAX_DROP', '5'],
    ['TIME_MACHINE', 'perhaps'],
    ['LOG_LEVEL', 'loud'],
    ['SMTP_URL', 'http://mail.example'],
    ['SMS_SENDER', 'much too long a name'],
    ['MAIL_FROM', 'Operator'],
    ['SENDER_NAME', ' '],
    ['IMPRINT_URL', 'imprint'],
    ['PRIVACY_POLICY_VERSION', ' '],
    ['PRIVACY_CONTACT', 'somebody'],
    ['PRIVACY_URL', 'javascript:alert(1)'],
    ['ACCESSIBILITY_CONTACT', 'somebody'],
    ['ACCESSIBILITY_URL', '/barriers'],
    ['SIGN_IN_RATE', '0'],
    ['TRUSTED_PROXIES', 'yes'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['PLACES', '{"bills":'],
    ['PLACES', '{"bills":"javascript:alert(1)"}'],
    ['PLACES', '{"bills":"//operator.example"}'],
    ['PLACES', '{"bills":"https://user:s3cret@operator.example"}'],
    ['PLACES', '{"casino":"https://operator.example"}'],
  ])('refuses %s=%s by the name of the variable alone', (name, value) => {
    const { variables, message } = problem({ ...complete, [name]: value });
    expect(variables).toEqual([name]);
    expect(message).toContain(`${name}: expected `);
  });

  it.each([
    ['PRIVACY_URL', 'http://operator.example/privacy'],
    ['ACCESSIBILITY_URL', 'http://operator.example/barriers'],
    ['PLACES', '{"forum":"https://forum.example","bills":"http://operator.example"}'],
  ])('leads nobody from https to http: %s=%s', (name, value) => {
    const secured = { ...complete, PUBLIC_URL: 'https://bonus.example', [name]: value };
    expect(problem(secured).variables).toEqual([name]);
    expect(readConfig({ ...secured, PUBLIC_URL: 'http://bonus.example' })).toBeDefined();
    expect(() => readEmbeddedConfig(secured)).toThrow(`${name}: expected`);
  });

  it('believes no proxy that it was not told of', () => {
    expect(readConfig(complete).trustedProxies).toEqual([]);
    const { trustedProxies } = readConfig({ ...complete, TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
    expect(trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  });

  it('needs none of the places: a tile without an address is not shown', () => {
    expect(readConfig({ ...complete, PLACES: '{}' }).places).toEqual({});
  });

  it('refuses to send the key of Temporal in clear text, in the embedded install, too', () => {
    const clear = { TEMPORAL_API_KEY: 'api-secret', TEMPORAL_TLS: 'false' };
    expect(problem({ ...complete, ...clear }).variables).toEqual(['TEMPORAL_TLS']);
    expect(() => readEmbeddedConfig(clear)).toThrow('TEMPORAL_TLS: expected');
  });

  it("needs the version of the operator's own privacy notice, which no example can know", () => {
    const own = { PRIVACY_URL: 'https://operator.example/privacy' };
    expect(() => readEmbeddedConfig(own)).toThrow('PRIVACY_POLICY_VERSION: expected');
    expect(readEmbeddedConfig({ ...own, PRIVACY_POLICY_VERSION: '7' })).toMatchObject(own);
  });

  it('never shows a secret when it refuses one', () => {
    const secrets = { DATABASE_URL: 's3cret-word', HASH_KEY: 'short-secret', TEMPORAL_API_KEY: 'api-secret' };
    const { message } = problem({ ...complete, ...secrets, PORT: 'x' });
    for (const secret of Object.values(secrets)) expect(message).not.toContain(secret);
  });

  it('takes an empty variable for one that is not set, as compose files write it', () => {
    expect(readConfig({ ...complete, PORT: '' }).port).toBe(3000);
    expect(problem({ ...complete, HASH_KEY: '' }).variables).toEqual(['HASH_KEY']);
  });

  it('keeps everything of the API on one port, unless a face is given its own', () => {
    const facesOf = (env: object) => readConfig({ ...complete, ...env }).faces;
    expect(facesOf({})).toEqual({ pages: 3000, api: 3000, metrics: 3000 });
    expect(facesOf({ PORT: '8080', API_PORT: '8081', METRICS_PORT: '9090' })).toEqual({
      pages: 8080,
      api: 8081,
      metrics: 9090,
    });
    expect(facesOf({ API_PORT: '8081' })).toEqual({ pages: 3000, api: 8081, metrics: 3000 });
    expect(readConfig(complete).metricsPort).toBe(9464);
    expect(problem({ ...complete, API_PORT: '0' }).variables).toEqual(['API_PORT']);
  });

  it('asks migrate for nothing but the database', () => {
    expect(readDatabaseConfig({ DATABASE_URL: complete.DATABASE_URL })).toEqual({
      databaseUrl: complete.DATABASE_URL,
    });
  });

  it('asks the embedded install for nothing, and still refuses what is given wrongly', () => {
    expect(readEmbeddedConfig({})).toMatchObject({ PORT: 3000, QUIETLINE_HOME: '.quietline' });
    expect(() => readEmbeddedConfig({ DATABASE_URL: 'x' })).toThrow(ConfigError);
  });
});
