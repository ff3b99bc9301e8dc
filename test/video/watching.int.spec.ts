import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DURATION_MS } from '../../src/video/scenes.js';
import { forgetOldWatching, Watching } from '../../src/video/watching.js';
import { TestApi } from '../api/api.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;
const watching = new Watching(pool);

const SITTING = 'a'.repeat(32);
const BEGIN = { sitting: SITTING, played: [] };
const WHOLE = { sitting: SITTING, played: [{ from: 0, to: DURATION_MS, took: DURATION_MS }] };

async function invited(customerId: string = randomUUID()) {
  const { id } = await api.invite(customerId);
  return { id, customerId };
}

/** Lets the sittings of this participation have begun so much earlier. */
async function pass(participation: string, ms: number): Promise<void> {
  await pool.query(
    `update video_progress set heard_at = heard_at - $2 * interval '1 millisecond', sittings = (
       select jsonb_agg(s || jsonb_build_object('beganAt', (s ->> 'beganAt')::bigint - $2, 'heardAt', (s ->> 'heardAt')::bigint - $2))
       from jsonb_array_elements(sittings) s) where participation_id = $1`,
    [participation, ms],
  );
}

async function events(participation: string) {
  const { rows } = await pool.query<{ type: string; source: string; subject: string; participation: string }>(
    `select e.type, e.source, e.subject, d.participation_id as participation from event e join delivery d on d.event_seq = e.seq
     where d.participation_id = $1 and e.type like 'selfservice.%'`,
    [participation],
  );
  return rows;
}

async function kept(participation: string): Promise<number> {
  const { rowCount } = await pool.query('select from video_progress where participation_id = $1', [
    participation,
  ]);
  return rowCount ?? 0;
}

describe('watching the video', () => {
  it('becomes one event of this participation, and what was kept of the playing is gone', async () => {
    const { id, customerId } = await invited();
    expect(await watching.hear(id, BEGIN)).toEqual({ share: 0, watched: false });
    expect(await events(id)).toEqual([]);
    await pass(id, DURATION_MS);
    expect(await watching.hear(id, WHOLE)).toEqual({ share: 1, watched: true });
    expect(await events(id)).toEqual([
      { type: 'selfservice.video-watched', source: 'urn:quietline', subject: customerId, participation: id },
    ]);
    expect(await kept(id)).toBe(0);
  });

  it('happens once, however often and at the same time it is said', async () => {
    const { id } = await invited();
    await watching.hear(id, BEGIN);
    await pass(id, DURATION_MS);
    const said = await Promise.all(Array.from({ length: 8 }, () => watching.hear(id, WHOLE)));
    expect(said).toEqual(Array.from({ length: 8 }, () => ({ share: 1, watched: true })));
    expect(await watching.hear(id, BEGIN)).toEqual({ share: 1, watched: true });
    expect(await events(id)).toHaveLength(1);
    expect(await kept(id)).toBe(0);
  });

  it('counts nothing that there was no time for on the clock of the server', async () => {
    const { id } = await invited();
    expect(await watching.hear(id, WHOLE)).toEqual({ share: 0, watched: false });
    await pass(id, DURATION_MS / 4);
    expect(await watching.hear(id, WHOLE)).toEqual({ share: 0, watched: false });
    expect(await events(id)).toEqual([]);
  });

  it('goes on where it was: half of it now, half of it in another sitting', async () => {
    const { id } = await invited();
    const half = DURATION_MS / 2;
    await watching.hear(id, BEGIN);
    await pass(id, half);
    const first = { ...BEGIN, played: [{ from: 0, to: half, took: half }] };
    expect(await watching.hear(id, first)).toEqual({ share: 0.5, watched: false });
    const other = 'b'.repeat(32);
    await watching.hear(id, { sitting: other, played: [] });
    await pass(id, half);
    const second = { sitting: other, played: [{ from: half, to: DURATION_MS, took: half }] };
    expect(await watching.hear(id, second)).toEqual({ share: 1, watched: true });
  });

  it('is known when the operator has reported it already', async () => {
    const { id } = await invited();
    await pool.query(
      `update participation set reached = '{"video-watched": "2026-01-01T00:00:00Z"}' where id = $1`,
      [id],
    );
    expect(await watching.hear(id, BEGIN)).toEqual({ share: 1, watched: true });
    expect(await events(id)).toEqual([]);
  });

  it("is dated on the participation's own clock", async () => {
    const { id } = await invited();
    await pool.query('update participation set clock_offset = 86400000 where id = $1', [id]);
    await watching.hear(id, BEGIN);
    await pass(id, DURATION_MS);
    await watching.hear(id, WHOLE);
    const { rows } = await pool.query<{ ahead: number }>(
      `select extract(epoch from time - clock_timestamp())::float8 as ahead from event where id = $1`,
      [`${id}/video-watched`],
    );
    expect(rows[0]?.ahead).toBeGreaterThan(86_000);
  });

  it('counts and keeps nothing for a participation that is over, or that there is not', async () => {
    const { id } = await invited();
    await pool.query(`update participation set phase = 'ended' where id = $1`, [id]);
    expect(await watching.hear(id, BEGIN)).toBeUndefined();
    expect(await watching.hear(randomUUID(), BEGIN)).toBeUndefined();
    expect(await kept(id)).toBe(0);
  });

  it('is forgotten after 30 days, and not before', async () => {
    const [old, young] = [await invited(), await invited()];
    for (const { id } of [old, young]) await watching.hear(id, BEGIN);
    await pass(old.id, 31 * 86_400_000);
    await pass(young.id, 29 * 86_400_000);
    expect(await forgetOldWatching(pool)).toBe(1);
    expect([await kept(old.id), await kept(young.id)]).toEqual([0, 1]);
  });
});
