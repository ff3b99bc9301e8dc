import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { TestApi } from './api.js';

const api = await TestApi.start();

it('stops within seconds although a browser keeps a connection for later', async () => {
  const { hostname, port } = new URL(api.url);
  const kept = connect(Number(port), hostname);
  await once(kept, 'connect');
  const closed = once(kept, 'close');
  kept.resume();
  const before = performance.now();
  await Promise.all([api.stop(), closed]);
  // Node itself would wait for a minute
  expect(performance.now() - before).toBeLessThan(30_000);
});
