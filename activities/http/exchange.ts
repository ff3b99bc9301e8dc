import { types } from 'node:util';

/** What one HTTP request came to; a body that is no JSON is undefined. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | null;
      readonly body: unknown;
    }
  | { readonly kind: 'unanswered'; readonly why: string; readonly mayHaveArrived: boolean };

/** Makes one HTTP request; every way in which the network can fail is an answer, never an error. */
export type Exchanging = (
  path: string,
  init: { body?: unknown; key?: string; signal: AbortSignal },
) => Promise<Exchange>;

/** Failures before a byte of the request was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Exchanges JSON below `baseUrl` over kept-alive connections. Redirects are not followed: a top-up goes nowhere unasked. */
export function exchanging(baseUrl: string): Exchanging {
  const base = baseUrl.replace(/\/+$/, '');
  return async (path, { body, key, signal }) => {
    try {
      const answer = await fetch(`${base}${path}`, { ...request(body, key), redirect: 'manual', signal });
      const { status } = answer;
      const retryAfter = answer.headers.get('retry-after');
      return { kind: 'answered', status, retryAfter, body: json(await answer.text()) };
    } catch (error) {
      return unanswered(error, signal);
    }
  };
}

function request(body: unknown, key: string | undefined): RequestInit {
  const accept = { accept: 'application/json' };
  if (body === undefined) return { method: 'GET', headers: accept };
  const headers = { ...accept, 'content-type': 'application/json;charset=utf-8' };
  const keyed = key === undefined ? headers : { ...headers, 'idempotency-key': key };
  return { method: 'POST', headers: keyed, body: JSON.stringify(body) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `fetch` reports a failing network as a `TypeError` with a cause; one without is our own mistake and goes on up. */
function unanswered(error: unknown, signal: AbortSignal): Exchange {
  if (signal.aborted) {
    const why =
      nameOf(signal.reason) === 'TimeoutError' ? 'it did not answer in time' : 'the call was given up';
    return { kind: 'unanswered', why, mayHaveArrived: true };
  }
  if (!types.isNativeError(error) || !types.isNativeError(error.cause)) throw error;
  const { cause } = error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return { kind: 'unanswered', why: `the connection failed (${code})`, mayHaveArrived: !NOT_SENT.has(code) };
}

function nameOf(reason: unknown): unknown {
  return typeof reason === 'object' && reason !== null && 'name' in reason ? reason.name : undefined;
}
