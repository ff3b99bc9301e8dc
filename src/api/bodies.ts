import { isUtf8 } from 'node:buffer';
import type { FastifyBodyParser, FastifyInstance, FastifyRequest } from 'fastify';
import { ANY_JSON, BATCH, isBinaryEvent, isEventWithoutType, STRUCTURED } from '../events/sent.js';
import { takeForms } from './forms.js';
import { unpackBodies } from './unpacking.js';

/** Which bodies the API reads, and how. A body without a byte is none, whatever type it is said to have. */
export function readBodies(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  readJson(fastify);
  takeForms(fastify);
  streamLists(fastify);
  unpackBodies(fastify);
}

type Parse = FastifyBodyParser<Buffer>;

function readJson(fastify: FastifyInstance): void {
  const json = jsonIn(fastify);
  for (const type of ['application/json', STRUCTURED, BATCH])
    fastify.addContentTypeParser(type, { parseAs: 'buffer' }, json);
  const only =
    (isTaken: (request: FastifyRequest) => boolean): Parse =>
    (request, body, done) => {
      if (body.length > 0 && isTaken(request)) return json(request, body, done);
      done(body.length === 0 || request.is404 ? null : unsupported(), undefined);
    };
  fastify.addContentTypeParser(ANY_JSON, { parseAs: 'buffer' }, only(isBinaryEvent));
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, only(isEventWithoutType));
}

/** Other bytes than UTF-8 (RFC 8259, section 8.1) would be read as the id of somebody else. */
function jsonIn(fastify: FastifyInstance): Parse {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body)) return done(refusal(400));
    return parse(request, body.toString(), done);
  };
}

/** Lists are handed on as they come in, however long they are. */
function streamLists(fastify: FastifyInstance): void {
  for (const type of ['text/csv', 'application/x-ndjson'])
    fastify.addContentTypeParser(type, (request, payload, done) => {
      if (/^\/v1\/waves\/[^/]+\/list(\?|$)/.test(request.url)) return done(null, payload);
      done(request.headers['content-length'] === '0' ? null : unsupported(), undefined);
    });
}

function unsupported(): Error {
  return refusal(415);
}

/** Answered with this status and our own words (fromFramework). */
function refusal(statusCode: number): Error {
  return Object.assign(new Error('a body that is not read'), { statusCode });
}
