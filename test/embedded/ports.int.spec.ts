import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { assertFree, BusyPortsError, portsFrom } from '../../src/embedded/ports.js';

const open: Server[] = [];

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  open.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => once(server.close(), 'close')));
});

describe('the ports of an install', () => {
  it('follow PORT, so that two installs a hundred apart never meet', () => {
    expect(portsFrom(3000)).toEqual({
      api: 3000,
      charging: 3001,
      identity: 3002,
      postgres: 3003,
      temporal: 3004,
      temporalUi: 3005,
      relay: 3006,
      worker: 3007,
      mailbox: 3008,
      smtp: 3009,
    });
  });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'tell which port is taken on %s and that PORT moves them',
    async (host) => {
      const port = await listen(host);
      const refusal = assertFree(['postgres'], portsFrom(port - 3));
      await expect(refusal).rejects.toThrow(BusyPortsError);
      await expect(refusal).rejects.toThrow(
        new RegExp(`port ${port} \\(postgres\\).*PORT=${port - 3 + 100} npm start`),
      );
    },
  );

  it('are not asked of a part that runs elsewhere', async () => {
    const port = await listen('127.0.0.1');
    await expect(assertFree([], portsFrom(port))).resolves.toBeUndefined();
  });
});
