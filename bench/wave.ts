import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import programme from '../programmes/online-statt-hotline.json' with { type: 'json' };
import type { System } from './system.js';

const CODE = 'bench-wave';
const LOOK_EVERY_MS = 50;
const GIVE_UP_MS = 180_000;

/** Waves of the shipped install, sent as fast as it can. */
export interface Waves {
  /** Sends a wave of so many; answers how many customers a second were invited, their workflows started and their SMS handed over. */
  perSecond(count: number): Promise<number>;
  stop(): Promise<void>;
}

/** Publishes a programme that holds nobody out, and lets SMS leave at any rate. */
export async function waves(system: System): Promise<Waves> {
  const pool = new pg.Pool({ connectionString: system.databaseUrl('quietline'), max: 1 });
  const call = calling(system);
  await call('POST', '/v1/programmes', { ...programme, code: CODE, holdout: { share: 0 } });
  await call('POST', `/v1/programmes/${CODE}/versions/1/publish`);
  await call('PUT', '/v1/send-rates/sms', { perSecond: 10_000 });
  return {
    async perSecond(count) {
      const { id } = await call<{ id: string }>('POST', '/v1/waves', { programme: CODE });
      await call('PUT', `/v1/waves/${id}/list`, list(count));
      const startedAt = performance.now();
      await call('POST', `/v1/waves/${id}/send`);
      while (!(await isDone(pool, id)) || !(await isThrough(pool, id, count))) {
        if (performance.now() > startedAt + GIVE_UP_MS) throw new Error('a wave did not come to its end');
        await pause(LOOK_EVERY_MS);
      }
      return (count * 1_000) / (performance.now() - startedAt);
    },
    stop: () => pool.end(),
  };
}

function list(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `${randomUUID()},+49151${10 ** 7 + i},express-consent,bench of 2026-03-01`,
  );
  return ['customerId,mobile,smsBasis,smsEvidence', ...lines].join('\n');
}

/** Asked first, as it costs next to nothing. */
async function isDone(pool: pg.Pool, wave: string): Promise<boolean> {
  const { rowCount } = await pool.query(`select from wave where id = $1 and state = 'done'`, [wave]);
  return rowCount === 1;
}

async function isThrough(pool: pg.Pool, wave: string, count: number): Promise<boolean> {
  const { rows } = await pool.query<{ through: number }>(
    `select count(*)::int as through from wave_row r
     join message m on m.participation_id = r.participation_id and m.kind = 'invitation' and m.state in ('sent', 'delivered')
     where r.wave_id = $1 and r.verdict = 'invited' and not exists (
       select from delivery d where d.participation_id = r.participation_id and d.status = 'pending')`,
    [wave],
  );
  return rows[0]?.through === count;
}

function calling({ api, token }: System) {
  return async <Body>(method: string, path: string, body?: object | string): Promise<Body> => {
    const type = typeof body === 'string' ? 'text/csv' : 'application/json';
    const response = await fetch(`${api}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) },
      ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  };
}
