import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import type { Logger } from 'pino';

const NAME = 'quietline_http_request_seconds';

/** Measures and logs every request by its route template: addresses and queries may hold a customer's data. Servers that share a registry are measured together. */
export function observeRequests(app: FastifyInstance, log: Logger, registry: Registry): void {
  const durations = (registry.getSingleMetric(NAME) as Histogram | undefined) ?? histogram(registry);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method, client } = request;
    const status = reply.statusCode;
    durations.observe({ method, route, status }, reply.elapsedTime / 1_000);
    const level = route.startsWith('/health') || route === '/metrics' ? 'debug' : 'info';
    log[level]({ method, route, status, client, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });
}

function histogram(registry: Registry): Histogram {
  return new Histogram({
    name: NAME,
    help: 'How long requests took, by route template',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
}
