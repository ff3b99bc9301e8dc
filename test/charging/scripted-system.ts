import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** A request as it came over the wire. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What a scripted system says: a JSON body, or a text as it is. */
export interface Line {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A charging system that says what the test wrote down, for answers that no stand-in of ours would give. */
export interface ScriptedSystem {
  readonly url: string;
  readonly heard: readonly Heard[];
  close(): Promise<void>;
}

/** Answers each request by the script, as late as that does. */
export async function scriptedSystem(
  script: (heard: Heard) => Line | Promise<Line>,
): Promise<ScriptedSystem> {
  const heard: Heard[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const sent = await text(request);
    const { method = '', url = '', headers } = request;
    const one = { method, path: url, headers, body: sent === '' ? undefined : (JSON.parse(sent) as unknown) };
    heard.push(one);
    const line = await script(one);
    response
      .writeHead(line.status, line.headers)
      .end(typeof line.body === 'string' ? line.body : JSON.stringify(line.body));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted system has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v4`,
    heard,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
