import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { ProblemBody, TestApi } from '../api/api.js';

type Header = readonly [name: string, value: string];

/** What `fetch` would never send: headers as they stand here, byte for byte (latin1) and as often, and any body. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly Header[];
  readonly body?: string | Buffer;
}

/** The answer with its JSON; `undefined` where there is none. */
export async function sendRaw<Body = ProblemBody>(
  api: TestApi,
  { method = 'POST', path, headers = [], body }: RawRequest,
): Promise<{ readonly status: number; readonly body: Body }> {
  const token: Header = ['authorization', `Bearer ${await api.issuer.token('operator')}`];
  const host: Header = ['host', new URL(api.url).host];
  const all = [host, token, ...headers].flat();
  const outgoing = request(new URL(api.url), { method, path, headers: all });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const isJson = method !== 'HEAD' && incoming.headers['content-type']?.includes('json') === true;
  const received = isJson ? await json(incoming) : void incoming.resume();
  return { status: incoming.statusCode ?? 0, body: received as Body };
}

/** The length of a body that is not there. */
export const EMPTY: Header = ['content-length', '0'];
