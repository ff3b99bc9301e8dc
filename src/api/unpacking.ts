import { Readable } from 'node:stream';
import { types } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { Problem } from '../problems/problem.js';

const GZIP = ['gzip', 'x-gzip'];

/** What unpacks to more than so many times its size is made to do harm; looked at from so many bytes on. */
const MOST_TIMES = 200;
const LOOKED_AT_FROM = 1024 * 1024;

const AT_A_TIME = 64 * 1024;

/** Unpacks bodies that come with `Content-Encoding: gzip`, whose limits count unpacked bytes; every other coding is refused (RFC 9110, 8.4). */
export function unpackBodies(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const codings = codingsOf(request.headers['content-encoding']);
    const [coding, ...more] = codings;
    if (coding === undefined) done(null, payload);
    else if (GZIP.includes(coding) && more.length === 0) done(null, unpacked(payload));
    else done(unsupported());
  });
}

function codingsOf(header: string | undefined): readonly string[] {
  const codings = (header ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.filter((coding) => coding !== '' && coding !== 'identity');
}

function unpacked(packed: RequestPayload): RequestPayload {
  const gunzip = createGunzip({ chunkSize: AT_A_TIME });
  async function* bytes(): AsyncGenerator<Buffer> {
    let came = 0;
    // whoever hangs up is heard here, too
    packed.once('error', (error: Error) => gunzip.destroy(error));
    packed.pipe(gunzip);
    try {
      for await (const chunk of gunzip as AsyncIterable<Buffer>) {
        came += chunk.length;
        if (came > LOOKED_AT_FROM && came > MOST_TIMES * gunzip.bytesWritten) throw bomb();
        yield chunk;
      }
    } catch (error) {
      throw isBroken(error) ? broken() : error;
    }
  }
  const stream: RequestPayload = Readable.from(bytes(), { objectMode: false });
  // Fastify compares it with Content-Length
  return Object.defineProperty(stream, 'receivedEncodedLength', { get: () => gunzip.bytesWritten });
}

function isBroken(error: unknown): boolean {
  return types.isNativeError(error) && 'code' in error && String(error.code).startsWith('Z_');
}

/** Nobody reads what still comes. */
const CLOSING = { connection: 'close' };

function broken(): Problem {
  const detail =
    'The body is not the gzip that Content-Encoding says, or ends too early: nothing of it was kept.';
  return new Problem(400, 'content-encoding-broken', detail, { headers: CLOSING });
}

function bomb(): Problem {
  const detail = `The body unpacks to more than ${MOST_TIMES} times its size: nothing of it was kept. Send it unpacked.`;
  return new Problem(413, 'content-too-large', detail, { headers: CLOSING });
}

function unsupported(): Problem {
  const detail =
    'The only Content-Encoding that is unpacked here is gzip, once: send the body with that, or as it is.';
  const headers = { 'accept-encoding': 'gzip, identity', ...CLOSING };
  return new Problem(415, 'content-encoding-unsupported', detail, { headers });
}
