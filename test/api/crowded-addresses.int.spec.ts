import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { limitConnections } from '../../src/api/crowded-addresses.js';
import { until } from '../support/until.js';
import { TestApi } from './api.js';
import { head, RawConnection } from './raw-connection.js';

const MOST = 10;
const LIMIT = { CONNECTIONS_PER_ADDRESS: String(MOST) };
const api = await TestApi.start(LIMIT);
const behindProxy = await TestApi.start({ ...LIMIT, TRUSTED_PROXIES: '192.0.2.7,127.0.0.0/8' });

describe('one address', () => {
  it('has so many connections at once and no more, and again one when it has closed one', async () => {
    const kept: RawConnection[] = [];
    for (let i = 0; i < MOST; i += 1) kept.push(await RawConnection.to(api.url));
    expect(await (await RawConnection.to(api.url)).closed).toBe('');
    for (const { socket } of kept.splice(0, 1)) socket.destroy();
    const again = await until(async () => {
      const connection = (await RawConnection.to(api.url)).send(head('GET /health/live'));
      return connection.hears(/"live"/).then(
        () => connection,
        () => undefined,
      );
    });
    for (const { socket } of [...kept, again]) socket.destroy();
    expect(api.logged.join('')).toContain('CONNECTIONS_PER_ADDRESS');
    expect(api.logged.join('')).not.toContain('127.0.0.1');
  });

  it('has any number as a trusted proxy', async () => {
    const kept: RawConnection[] = [];
    for (let i = 0; i < MOST + 5; i += 1) kept.push(await RawConnection.to(behindProxy.url));
    for (const connection of kept)
      await expect(connection.send(head('GET /health/live')).hears(/"live"/)).resolves.toContain('200');
    for (const { socket } of kept) socket.destroy();
  });
});

describe.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['::ffff:192.0.2.1', '192.0.2.1', true],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ['2001:db8::1', '2001:db8:0:0:1::', true],
])('%s and %s', (first, second, isOne) => {
  it(isOne ? 'are one address' : 'are two', () => {
    const server = new EventEmitter();
    const limit = { connectionsPerAddress: 1, trustedProxies: [] };
    limitConnections(server as Server, limit, pino({ level: 'silent' }));
    const closed = [first, second].map((remoteAddress) => {
      let isClosed = false;
      const destroy = () => (isClosed = true);
      server.emit('connection', Object.assign(new EventEmitter(), { remoteAddress, destroy }));
      return isClosed;
    });
    expect(closed).toEqual([false, isOne]);
  });
});
