import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Face } from './faces.js';

/** What Node says of a request that it cannot read; `rawPacket` may hold a customer's data and is never logged. */
interface BrokenRequest extends Error {
  readonly code: string;
  readonly rawPacket?: unknown;
}

const PAGE = `<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ihr Browser sendet zu viel</title></head>
<body><main><h1>Ihr Browser sendet zu viel</h1><p>Löschen Sie die Cookies dieser Website und versuchen Sie es noch einmal.</p>
<div lang="en"><h2>Your browser sends too much</h2><p>Delete the cookies of this website and try again.</p></div></main></body></html>`;

/** Answers what never becomes a request: cookies that are too large with a page that says what to do, the rest as unreadable. */
export function answerBrokenRequest(log: Logger, faces: readonly Face[]) {
  return ({ code, rawPacket }: BrokenRequest, socket: Socket): void => {
    if (code === 'ECONNRESET' || socket.destroyed) return;
    const tooLarge = code === 'HPE_HEADER_OVERFLOW';
    const status = tooLarge ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    log.warn({ status, code }, 'a request could not be read');
    const isApi = /^\w+ \/v1\//.test(
      Buffer.isBuffer(rawPacket) ? rawPacket.subarray(0, 20).toString('latin1') : '',
    );
    if (!socket.writable) return;
    const isForPage = faces.includes('pages') && !isApi;
    socket.end(tooLarge && isForPage ? answer(status, 'text/html; charset=utf-8', PAGE) : problem(status));
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function problem(status: number): string {
  const body = { type: 'about:blank', title: TITLES[status], status, code: 'malformed-request' };
  const detail =
    'The request cannot be read: its headers are too large, it came too slowly, or it is no HTTP.';
  return answer(status, 'application/problem+json', JSON.stringify({ ...body, detail }));
}

function answer(status: number, type: string, body: string): string {
  return [
    `HTTP/1.1 ${status} ${TITLES[status]}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'",
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
