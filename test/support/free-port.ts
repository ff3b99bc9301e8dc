import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A port of this machine that nobody else gets until it is let go. */
export interface HeldPort {
  readonly port: number;
  /** Where whoever takes it over will be found. */
  readonly url: string;
  letGo(): Promise<void>;
}

/** Takes a free port, for somebody whose address has to be known before they listen. */
export async function holdPort(): Promise<HeldPort> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    letGo: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port of this machine on which nobody listens: somebody did a moment ago. */
export async function freePort(): Promise<number> {
  const held = await holdPort();
  await held.letGo();
  return held.port;
}
