import { once } from 'node:events';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Enough for the longest appeal, whatever it is written in: a character may take nine bytes in a form. */
const LARGEST_FORM = 40_000;

/** More than the button of a mail program sends. */
const LARGEST_ONE_CLICK = 10_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes what a mail program's button sends (RFC 8058), in whatever way it comes. */
    oneClick?: true;
  }
}

const FORM = 'application/x-www-form-urlencoded';
const IN_PARTS = 'multipart/form-data';

/** Forms come from pages and from mail programs; the API itself takes none. */
export function takeForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser<string>(
    FORM,
    { parseAs: 'string', bodyLimit: LARGEST_FORM },
    async (request: FastifyRequest, body: string) => {
      if (isOfApi(request)) return noForm(body);
      return Object.fromEntries(new URLSearchParams(body));
    },
  );
  fastify.addContentTypeParser<string>(
    IN_PARTS,
    { parseAs: 'string', bodyLimit: LARGEST_ONE_CLICK },
    async (request: FastifyRequest, body: string) => {
      if (!request.routeOptions.config.oneClick) return noForm(body);
      return fieldsInParts(request, body);
    },
  );
  // what a mail program sends under another name, or under none, is a form all the same
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { headers, routeOptions } = request;
    const inParts = headers['content-type']?.trim().toLowerCase().startsWith(IN_PARTS);
    if (routeOptions.config.oneClick && !inParts) headers['content-type'] = FORM;
    done(null, payload);
  });
}

/** What multipart/form-data holds; a part that does not end is unreadable, and so is a type that names no boundary. */
async function fieldsInParts(
  { headers }: FastifyRequest,
  body: string,
): Promise<Readonly<Record<string, string>>> {
  const fields: Record<string, string> = {};
  try {
    const parts = new Busboy({ headers: headers as BusboyHeaders, isPartAFile: () => false });
    parts.on('field', (name, value) => (fields[name] = value));
    const read = once(parts, 'finish');
    // it wants CR LF, as RFC 7578 does; mail programs also send bare LF
    parts.end(body.replace(/\r?\n/g, '\r\n'));
    await read;
  } catch (error) {
    throw refused(400, error);
  }
  return fields;
}

function isOfApi({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/v1/') ?? false;
}

/** Where no form is taken; a body without a byte is none. */
function noForm(body: string): undefined {
  if (body !== '') throw refused(415);
}

/** As Fastify itself refuses. */
function refused(statusCode: 400 | 415, cause?: unknown): Error {
  return Object.assign(new Error('no form that is taken here', { cause }), { statusCode });
}
