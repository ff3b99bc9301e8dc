import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Watches over its body itself, which may come for long. */
    comesSlowly?: true;
  }
}

/** How long a request may take to come in, in milliseconds. */
export interface RequestTimes {
  /** Its headers, from the first moment of the connection or, later, from their first byte. */
  readonly headers: number;
  /** From its headers to the end of its body. */
  readonly body: number;
  /** A connection on which nothing moves in either direction, such as one whose answer nobody reads. */
  readonly still: number;
  /** What still comes of a body after it was answered: whoever sends it has to have time to read why. */
  readonly afterAnswer: number;
  /** How often Node looks for what is over. */
  readonly looks: number;
}

export const REQUEST_TIMES: RequestTimes = {
  headers: 30_000,
  body: 30_000,
  still: 120_000,
  afterAnswer: 5_000,
  looks: 5_000,
};

/** Longer than a list may take (`PATIENCE` of the lists): Node knows one limit for whole requests, and no exceptions. */
const WHOLE_MS = 65 * 60_000;

/** What the server itself has to know of it when it is made. */
export function serverTimes(times: RequestTimes) {
  return {
    requestTimeout: WHOLE_MS,
    connectionTimeout: times.still,
    http: { headersTimeout: times.headers, connectionsCheckingInterval: times.looks },
  };
}

/** The body was not in in time. Fastify wants `statusCode`. */
class SlowRequestError extends Problem {
  readonly statusCode = 408;

  constructor(ms: number) {
    const detail = `The body was not in within ${ms / 1_000} seconds, so nothing of it was kept: send it again.`;
    super(408, 'request-too-slow', detail, { headers: { connection: 'close' } });
  }
}

/**
 * Breaks off what does not come in within its time: 408 where somebody waits for the body, and otherwise the connection is closed.
 * A route that says `comesSlowly` is left alone until it has answered.
 */
export function limitSlowRequests(fastify: FastifyInstance, times: RequestTimes): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const within = (request: FastifyRequest, ms: number) => {
    clearTimeout(timers.get(request));
    timers.set(request, setTimeout(breakOff, ms, request, ms).unref());
  };
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.comesSlowly) request.raw.socket.setTimeout(0);
    else if (hasBody(request)) within(request, times.body);
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    const { raw, routeOptions } = request;
    if (routeOptions.config.comesSlowly) raw.socket.setTimeout(times.still);
    if (raw.complete) clearTimeout(timers.get(request));
    else within(request, times.afterAnswer);
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function breakOff({ raw }: FastifyRequest, ms: number): void {
  if (raw.complete) return;
  // whoever reads the body hears of it and answers; without them there is nobody to answer, or it is answered
  if (raw.listenerCount('error') > 0) raw.emit('error', new SlowRequestError(ms));
  else raw.socket.destroy();
}
