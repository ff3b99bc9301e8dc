import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cachedProgrammes } from '../../prisma/programmes.js';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { WorkflowLinks } from '../../src/participations/views.js';
import { readWave, type StoredWave } from '../../src/waves/stored-wave.js';
import { WaveViews } from '../../src/waves/wave-views.js';
import { countingReads } from '../relay/kit.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';

const { pool } = await createDatabase();
const links = new WorkflowLinks({ temporalUiUrl: 'http://temporal.example', temporalNamespace: 'default' });
const views = new WaveViews(links, { programmes: cachedProgrammes(), keepsWindows: false });

const ROWS = 20_000;

/** A wave as it is while it is sent: of four rows two are invited, one is refused and one waits. */
async function underWay(): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into wave (id, programme_code, programme_version, state, seed, created_by) values ($1, 'p', 1, 'paused', 's', 'c')`,
    [id],
  );
  await pool.query(
    `insert into wave_row (wave_id, n, customer_id, verdict, reason, participation_id)
     select $1, n, $1::uuid || '-' || n, case n % 4 when 0 then 'refused' when 1 then 'to-invite' else 'invited' end,
       case n % 8 when 0 then 'duplicate' when 4 then 'suppressed' end, case when n % 4 > 1 then gen_random_uuid() end
     from generate_series(1, ${ROWS}) n`,
    [id],
  );
  await pool.query(
    `insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at, invitation_ends_at)
     select participation_id, 'p', 1, customer_id, 'ended', now(), now() from wave_row where participation_id is not null and wave_id = $1`,
    [id],
  );
  await pool.query(
    `insert into message (id, participation_id, wave_id, kind, cause, state)
     select gen_random_uuid(), participation_id, $1, 'invitation', 'invited', case n % 4 when 2 then 'sent' else 'delivered' end
     from wave_row where participation_id is not null and wave_id = $1`,
    [id],
  );
  await pool.query(
    `insert into message (id, participation_id, kind, cause) select gen_random_uuid(), id, 'reminder', 'invited' from participation
     where customer_id in (select customer_id from wave_row where wave_id = $1)`,
    [id],
  );
  return id;
}

/** As PostgreSQL leaves them by itself a while after they were written, once nobody sees what was there before. */
async function tidied(): Promise<void> {
  await until(async () => {
    await pool.query('vacuum (analyze) wave_row, message');
    const { rowCount } = await pool.query(
      `select from pg_class where relname in ('wave_row', 'message') and relallvisible < relpages`,
    );
    return rowCount === 0 || undefined;
  });
}

it('how a long wave stands is told from indexes alone, however many rows and messages it has', async () => {
  await underWay();
  const id = await underWay();
  await tidied();
  const wave = await readWave(pool, id);
  for (const table of ['wave_row', 'message']) {
    const client = await pool.connect();
    await client.query('begin');
    const { read } = await countingReads(client, table, () => views.of(client, wave));
    await client.query('rollback');
    client.release();
    expect({ table, read }).toEqual({ table, read: 0 });
  }
  const quarter = ROWS / 4;
  const { rows, messages } = await views.of(pool, wave);
  expect(rows).toEqual({
    ...{ total: ROWS, toInvite: quarter, heldOut: 0, invited: 2 * quarter },
    refused: { duplicate: quarter / 2, suppressed: quarter / 2 },
  });
  expect(messages).toEqual({ pending: 0, sent: quarter, delivered: quarter, failed: 0, suppressed: 0 });
});

describe('how fast a wave goes', () => {
  const at = (time: string) => Date.parse(`2026-11-${time}:00+01:00`);
  const iso = (time: string) => new Date(at(time)).toISOString();

  /** A wave begun at that time that has invited pages at these, and has so many left. */
  async function sending(begun: string, pages: readonly string[], left: number): Promise<StoredWave> {
    const id = randomUUID();
    await pool.query(
      `insert into wave (id, programme_code, programme_version, state, seed, created_by, begun_at) values ($1, $2, 1, 'sending', 's', 'c', $3)`,
      [id, definition.code, iso(begun)],
    );
    const rows = [
      ...pages.flatMap((page) => Array.from({ length: 100 }, () => iso(page))),
      ...Array.from({ length: left }, () => null),
    ];
    await pool.query(
      `insert into wave_row (wave_id, n, customer_id, verdict, invited_at, participation_id)
       select $1, n, $1::uuid || '-' || n, case when at is null then 'to-invite' else 'invited' end, at, case when at is not null then gen_random_uuid() end
       from unnest($2::timestamptz[]) with ordinality r(at, n)`,
      [id, rows],
    );
    return readWave(pool, id);
  }

  async function shown(wave: StoredWave, now: string, keepsWindows = true) {
    const inWindow = new WaveViews(links, { programmes: cachedProgrammes(), keepsWindows }, () => at(now));
    const { waitsUntil, perMinute, expectedEndAt } = await inWindow.of(pool, wave);
    return { waitsUntil, perMinute, expectedEndAt };
  }

  beforeAll(() =>
    pool.query(
      `insert into programme_version (code, version, state, definition, published_at) values ($1, 1, 'published', $2, now())`,
      [definition.code, JSON.stringify(definition)],
    ),
  );

  // Wednesday to Thursday; the window is open from 8 to 20 o'clock
  const pages = ['25T19:50', '25T19:52', '25T19:54'];

  it('is what its last pages took, and its end is on the next day where the window shuts before', async () => {
    const wave = await sending('25T19:00', pages, 500);
    expect(await shown(wave, '25T19:56')).toEqual({
      waitsUntil: null,
      perMinute: 33,
      expectedEndAt: iso('26T08:11'),
    });
    expect(await shown(wave, '25T19:54', false)).toEqual({
      waitsUntil: null,
      perMinute: 50,
      expectedEndAt: iso('25T20:04'),
    });
  });

  it('is nothing while it waits, which it says', async () => {
    const wave = await sending('25T19:00', pages, 500);
    expect(await shown(wave, '25T22:00')).toEqual({
      waitsUntil: iso('26T08:00'),
      perMinute: null,
      expectedEndAt: iso('26T08:25'),
    });
    const begun = await sending('25T21:00', [], 500);
    expect(await shown(begun, '25T22:00')).toEqual({
      waitsUntil: iso('26T08:00'),
      perMinute: null,
      expectedEndAt: null,
    });
  });

  it('is no slower in the morning for the night in which nobody may be written to', async () => {
    const wave = await sending('25T19:00', [...pages, '26T08:00'], 500);
    expect(await shown(wave, '26T08:02')).toEqual({
      waitsUntil: null,
      perMinute: 25,
      expectedEndAt: iso('26T08:22'),
    });
  });

  it('counts from its beginning anew where it was paused', async () => {
    const wave = await sending('26T10:00', [...pages, '26T10:00', '26T10:01'], 500);
    expect(await shown(wave, '26T10:02')).toEqual({
      waitsUntil: null,
      perMinute: 50,
      expectedEndAt: iso('26T10:12'),
    });
  });

  it('is nothing for a wave that is not being sent', async () => {
    const wave = await sending('25T19:00', pages, 500);
    expect(await shown({ ...wave, state: 'paused' }, '25T22:00')).toEqual({
      waitsUntil: null,
      perMinute: null,
      expectedEndAt: null,
    });
  });
});
