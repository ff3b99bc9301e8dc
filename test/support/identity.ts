import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';
import type { Claims } from '../../stand-ins/identity/provider.js';
import { startIdentityStandIn } from '../../stand-ins/identity/server.js';
import { type HeldPort, holdPort } from './free-port.js';
import { SENDER_SETTINGS } from './sender-settings.js';

/** Changes what the issuer answers at its token endpoint. */
export type Tampering = (answer: Record<string, unknown>) => Record<string, unknown>;

/** A real OpenID provider of the calling test file alone, to which customers and machines can sign in. */
export interface TestIdentity {
  readonly issuer: string;
  /** Where the pages have to listen that customers come back to, kept free for them: the first who asks gets it. */
  pages(): HeldPort | undefined;
  /** An access token of a machine with every scope. */
  token(): Promise<string>;
  /** From now on tokens pass through here on their way; undefined ends that. */
  tamper(how: Tampering | undefined): void;
  /** From now on the issuer answers nobody, or does so again. */
  silence(silent: boolean): void;
}

const { AUTH_CLIENT_ID: clientId, AUTH_CLIENT_SECRET: clientSecret } = SENDER_SETTINGS;

/** Starts it for the calling file, behind a proxy that can tamper with what it answers; `claims` are what it says beside `sub`. */
export async function startIdentity(claims?: Claims): Promise<TestIdentity> {
  // oidc-provider warns that it keeps its sessions in memory: here they may go
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), 'quietline-identity-'));
  let tampering: Tampering | undefined;
  let silent = false;
  const proxy = createServer((request, response) => {
    if (silent) return void request.socket.destroy();
    pass(standIn.origin, request, response, request.url === '/token' ? tampering : undefined);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const issuer = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const held = await holdPort();
  const website = { clientId, clientSecret, url: held.url };
  const standIn = await startIdentityStandIn({ port: 0, dataDir, issuer, website, claims });
  let pages: HeldPort | undefined = held;
  afterAll(async () => {
    proxy.close();
    proxy.closeAllConnections();
    await pages?.letGo();
    await standIn.close();
    await rm(dataDir, { recursive: true });
  });
  return {
    issuer,
    pages: () => {
      const given = pages;
      pages = undefined;
      return given;
    },
    token: () => machineToken(issuer, dataDir),
    tamper: (how) => (tampering = how),
    silence: (how) => (silent = how),
  };
}

/** Hands a request on to the issuer itself, and the answer back. */
function pass(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
  tampering: Tampering | undefined,
): void {
  const { method, url = '/', headers } = request;
  const onward = ask(origin + url, { method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const sent = tampering ? JSON.stringify(tampering(JSON.parse(body) as Record<string, unknown>)) : body;
      const { 'transfer-encoding': _, ...kept } = answer.headers;
      const length = { 'content-length': Buffer.byteLength(sent) };
      response.writeHead(answer.statusCode ?? 500, { ...kept, ...length }).end(sent);
    });
  });
  request.pipe(onward);
}

interface Machine {
  readonly clientId: string;
  readonly clientSecret: string;
}

async function machineToken(issuer: string, dataDir: string): Promise<string> {
  const { clientId, clientSecret } = JSON.parse(
    readFileSync(join(dataDir, 'credentials.json'), 'utf8'),
  ) as Machine;
  const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { scopes_supported: scopes } = (await discovery.json()) as { scopes_supported: string[] };
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: scopes.filter((scope) => scope.includes(':')).join(' '),
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
