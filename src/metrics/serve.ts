import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { readiness, type Check } from '../health/health.js';

/** Serves /metrics, /health/live and /health/ready of a process that has no API. */
export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Two parts on one machine need a METRICS_PORT each. */
export class MetricsPortError extends Error {
  override readonly name = 'MetricsPortError';
  constructor(port: number, cause: unknown) {
    super(`METRICS_PORT ${port} cannot be listened on: give this part a METRICS_PORT of its own`, { cause });
  }
}

/** Throws MetricsPortError. Listens on every address, as the API does; port 0 takes a free one. Ready is whoever fulfils all checks. */
export async function serveMetrics(
  port: number,
  registry: Registry,
  checks: Readonly<Record<string, Check>> = {},
): Promise<MetricsServer> {
  const routes: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/metrics': async (response) => send(response, 200, registry.contentType, await registry.metrics()),
    '/health/live': async (response) => sendJson(response, 200, { status: 'live' }),
    '/health/ready': async (response) => {
      const found = await readiness(checks);
      sendJson(response, found.status === 'ready' ? 200 : 503, found);
    },
  };
  const server = createServer((request, response) => {
    const route = request.method === 'GET' ? routes[request.url ?? ''] : undefined;
    if (!route) return void response.writeHead(404).end();
    route(response).catch((error: Error) => response.destroy(error));
  });
  server.listen(port);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new MetricsPortError(port, cause);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
