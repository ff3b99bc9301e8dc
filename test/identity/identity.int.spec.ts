import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { type IdentityStandIn, startIdentityStandIn } from '../../stand-ins/identity/server.js';

const script = join(import.meta.dirname, '../../stand-ins/identity/token.mjs');
const everyScope =
  'programmes:write programmes:read participations:write participations:read events:write events:read grants:read grants:write opt-outs:write waves:write waves:read customers:erase customers:read';
let home: string;
let dataDir: string;
let standIn: IdentityStandIn;

async function token(...args: string[]): Promise<string> {
  const env = { QUIETLINE_HOME: home };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env });
  return stdout.trim();
}

async function verified(jwt: string): Promise<JWTPayload> {
  const keys = createRemoteJWKSet(new URL(`${standIn.issuer}/jwks`));
  const expected = {
    issuer: standIn.issuer,
    audience: 'urn:quietline:api',
    typ: 'at+jwt',
    algorithms: ['ES256'],
  };
  return (await jwtVerify(jwt, keys, expected)).payload;
}

beforeEach(async () => {
  // oidc-provider warns that it keeps its sessions in memory: here they may go
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  home = mkdtempSync(join(tmpdir(), 'quietline-identity-'));
  dataDir = join(home, 'identity');
  mkdirSync(dataDir);
  standIn = await startIdentityStandIn({ port: 0, dataDir });
});

afterEach(async () => {
  await standIn.close();
  rmSync(home, { recursive: true });
});

describe('npm run token', () => {
  it('prints a token for every call, which the API can verify by the keys of its issuer', async () => {
    const claims = await verified(await token());
    expect(claims).toMatchObject({ client_id: 'quietline-cli', scope: everyScope });
  });

  it('narrows the token to the scopes that are asked for', async () => {
    expect(decodeJwt(await token('--scope', 'events:write grants:read'))['scope']).toBe(
      'events:write grants:read',
    );
  });

  it('refuses a scope that does not exist instead of handing out a token without it', async () => {
    await expect(token('--scope', 'events:write coffee:brew')).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no scope coffee:brew'),
    });
  });

  it('says that nothing runs, and exits 1, where there is no install', async () => {
    rmSync(dataDir, { recursive: true });
    await expect(token()).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('npm start'),
    });
  });

  it('says that nothing runs, and exits 1, where the install is stopped', async () => {
    await standIn.close();
    const refusal = { code: 1, stdout: '', stderr: expect.stringContaining('Is npm start running') };
    await expect(token()).rejects.toMatchObject(refusal);
    standIn = await startIdentityStandIn({ port: 0, dataDir });
  });
});

describe('the issuer', () => {
  it('keeps its keys, so that a token printed before a restart still works after it', async () => {
    const printed = await token();
    const port = Number(new URL(standIn.issuer).port);
    await standIn.close();
    standIn = await startIdentityStandIn({ port, dataDir });
    expect(await verified(printed)).toMatchObject({ client_id: 'quietline-cli' });
  });

  it('shows its keys and secrets to nobody but its owner', () => {
    const modes = readdirSync(dataDir).map((file) => [file, statSync(join(dataDir, file)).mode & 0o777]);
    expect(Object.fromEntries(modes)).toEqual({
      'cookies.secret': 0o600,
      'credentials.json': 0o600,
      'keys.json': 0o600,
      'quietline-cli.secret': 0o600,
    });
  });

  it('gives nothing to a client with a wrong secret', async () => {
    const response = await fetch(`${standIn.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('quietline-cli:guess').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'events:write' }),
    });
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ]);
  });
});
