import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Queryable } from '../database/database.js';
import { isId } from '../participations/participations.js';
import { notFound, Problem } from '../problems/problem.js';
import type { WaveState } from '../domain/waves/sending.js';
import { isListComingIn } from './incoming-list.js';
import type { WavesQuery, WaveView } from './wave.js';

/** A wave's row. */
export interface StoredWave {
  readonly id: string;
  readonly programme_code: string;
  readonly programme_version: number;
  readonly state: WaveState;
  readonly seed: string;
  readonly created_at: Date;
  readonly begun_at: Date | null;
  readonly paused_because: WaveView['pausedBecause'];
}

/** What a holdout is drawn by; another for each list. */
export function newSeed(): string {
  return randomBytes(16).toString('hex');
}

/** Throws Problem (404). */
export async function readWave(db: Queryable, id: string): Promise<StoredWave> {
  return find(db, id, 'select * from wave where id = $1');
}

/**
 * Nobody else changes it until the transaction ends, though others may point to it. While a list comes in for it, for up to an hour,
 * neither another list waits for that, nor whoever steers the wave. Throws Problem (404, 409).
 */
export async function lockWave(client: PoolClient, id: string): Promise<StoredWave> {
  await readWave(client, id);
  if (await isListComingIn(client, id)) throw listComingIn();
  const wave = await lockForList(client, id);
  // while this waited one may have begun
  if (await isListComingIn(client, id)) throw listComingIn();
  return wave;
}

/** The same for the list that is coming in. */
export async function lockForList(client: PoolClient, id: string): Promise<StoredWave> {
  return find(client, id, 'select * from wave where id = $1 for no key update');
}

/** The newest first. */
export async function pageOfWaves(
  db: Queryable,
  { programme, state, cursor, limit }: WavesQuery,
): Promise<readonly StoredWave[]> {
  const { rows } = await db.query<StoredWave>(
    `select * from wave where ($1::text is null or programme_code = $1) and ($2::text is null or state = $2)
     and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid)) order by created_at desc, id desc limit $5`,
    [programme ?? null, state ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, limit],
  );
  return rows;
}

async function find(db: Queryable, id: string, statement: string): Promise<StoredWave> {
  const found = isId(id) ? (await db.query<StoredWave>(statement, [id])).rows[0] : undefined;
  if (!found) throw unknownWave();
  return found;
}

function listComingIn(): Problem {
  const detail =
    'A list is coming in for this wave just now: wait until it is in, or break its upload off, and ask again.';
  return new Problem(409, 'list-coming-in', detail);
}

function unknownWave(): Problem {
  return notFound('wave-unknown', 'There is no wave with this id.');
}
