import { TestApi } from './api.js';
import { waveCalls } from './waves.js';

/** The API of the calling test file alone, two programmes published in it, and the calls about waves. */
export async function startWaves() {
  const api = await TestApi.start();
  await api.publish();
  await api.publish('all-invited');
  return { api, pool: api.database.pool, ...waveCalls(api) };
}
