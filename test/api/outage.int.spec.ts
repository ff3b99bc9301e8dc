import { describe, expect, it } from '@jest/globals';
import type { Readiness } from '../../src/health/health.js';
import { until } from '../support/until.js';
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';

const api = await TestApi.start();
await api.publish();
const away = await TestApi.start({ DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/nowhere' });
const { pool } = api.database;

describe('while PostgreSQL is away', () => {
  it.each([
    ['POST', '/v1/events', cloudEvent('somebody', 'selfservice.visited')],
    ['GET', '/v1/events', undefined],
    ['GET', '/v1/grants', undefined],
    ['GET', '/v1/participations', undefined],
  ])('%s %s says so and when to come back, and calls nothing accepted', async (method, path, body) => {
    const answer = await away.call(method, path, body);
    expect(answer).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('the API is alive but not ready, and its log says why without the password', async () => {
    expect((await away.call('GET', '/health/live')).status).toBe(200);
    const { status, body } = await away.call<Readiness>('GET', '/health/ready');
    expect({ status, checks: body.checks }).toEqual({
      status: 503,
      checks: { postgresql: 'failing', migrations: 'failing' },
    });
    expect(away.logged.join('')).toContain('ECONNREFUSED');
    expect(away.logged.join('')).not.toContain('secret');
  });
});

it('without Temporal the API is ready, since accepting needs only PostgreSQL', async () => {
  expect(await api.call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
});

it('with a migration missing the API is not ready', async () => {
  await pool.query('update _prisma_migrations set rolled_back_at = now()');
  const { status, body } = await api.call<Readiness>('GET', '/health/ready');
  await pool.query('update _prisma_migrations set rolled_back_at = null');
  expect({ status, checks: body.checks }).toEqual({
    status: 503,
    checks: { postgresql: 'ok', migrations: 'failing' },
  });
});

it('a connection lost in mid-request costs that request only, and keeps nothing of it', async () => {
  const { id } = await api.invite('cut-off');
  const blocker = await pool.connect();
  await blocker.query('begin');
  await blocker.query('select from participation where id = $1 for update', [id]);
  const event = cloudEvent('cut-off', 'selfservice.app-installed');
  const answer = api.call('POST', '/v1/events', event);
  await until(async () => {
    const { rowCount } = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'api' and wait_event_type = 'Lock'`,
    );
    return rowCount === 1 ? true : undefined;
  });
  expect(await answer).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } });
  await blocker.query('rollback');
  blocker.release();
  const again = await api.call('POST', '/v1/events', event);
  expect(again).toMatchObject({ status: 202, body: [{ id: event.id, status: 'accepted' }] });
});
