import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { CONTACTS_KEPT_MS, forgetContacts } from '../../activities/contacts/forgetting.js';
import type { StopReason } from '../../src/domain/facts.js';
import { Eraser } from '../../src/worker/eraser.js';
import { everyRow } from '../erasing/kit.js';
import { DAY, INVITED, Ledger, registered } from '../steps/kit.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';

const database = await createDatabase();
const { pool } = database;

interface Reached {
  readonly ledger: Ledger;
  /** What must not be found anywhere in the end. */
  readonly planted: readonly string[];
}

/** Somebody who can be written to, and who has begun to watch the video. */
async function reached(): Promise<Reached> {
  const ledger = await Ledger.open(database);
  const planted = [
    'mobile',
    'mail',
    'sms-basis',
    'mail-basis',
    'sms-evidence',
    'mail-evidence',
    'sitting',
  ].map((what) => `planted-${what}-${randomUUID()}`);
  const [mobile, mail, smsBasis, mailBasis, smsEvidence, mailEvidence, sitting] = planted;
  await pool.query('insert into contact (participation_id, mobile, email) values ($1, $2, $3)', [
    ledger.id,
    JSON.stringify({ value: mobile, basis: smsBasis, evidence: smsEvidence }),
    JSON.stringify({ value: mail, basis: mailBasis, evidence: mailEvidence }),
  ]);
  await pool.query(`insert into video_progress values ($1, $2, '[]', now())`, [
    ledger.id,
    JSON.stringify([{ id: sitting }]),
  ]);
  return { ledger, planted };
}

async function left({ planted }: Reached): Promise<readonly string[]> {
  const rows = [...(await everyRow(pool)).values()].join('\n');
  return planted.filter((each) => rows.includes(each));
}

const stopped = (reason: StopReason) =>
  ({ type: 'stopped', reason, time: INVITED + 10 * DAY, acceptedAt: INVITED + 10 * DAY }) as const;

const credited = (ledger: Ledger) =>
  pool.query(`update "grant" set state = 'credited' where participation_id = $1`, [ledger.id]);

const tell = (ledger: Ledger, kind: string) =>
  pool.query(
    `insert into message (id, participation_id, kind, cause) values (gen_random_uuid(), $1, $2, 'test')`,
    [ledger.id, kind],
  );

/** Lets what is still needed be looked at again. */
const lookAgain = () =>
  pool.query(`update contact set look_at = now() - interval '1 second' where look_at is not null`);

const afterAWeek = () => Date.now() + CONTACTS_KEPT_MS + 60_000;

describe('the addresses of a participation', () => {
  it('stay while it is open', async () => {
    const who = await reached();
    await who.ledger.step(INVITED + DAY, registered(1));
    await forgetContacts(pool, afterAWeek());
    expect(await left(who)).toEqual(who.planted);
  });

  it.each<StopReason>(['left', 'consent-withdrawn', 'contract-ended'])(
    'go with basis, evidence and what was watched when it has ended: %s',
    async (reason) => {
      const who = await reached();
      await who.ledger.step(INVITED + 10 * DAY, stopped(reason));
      await forgetContacts(pool);
      expect(await left(who)).toEqual([]);
    },
  );

  it('go when the invitation has expired', async () => {
    const who = await reached();
    await who.ledger.step(INVITED + 64 * DAY);
    expect((await who.ledger.row()).phase).toBe('ended');
    await forgetContacts(pool);
    expect(await left(who)).toEqual([]);
  });

  it('wait until what was earned is credited, and that is told', async () => {
    const who = await reached();
    await who.ledger.step(INVITED + DAY, registered(1));
    await who.ledger.step(INVITED + 10 * DAY, stopped('consent-withdrawn'));
    await forgetContacts(pool);
    expect(await left(who)).toEqual(who.planted);
    await credited(who.ledger);
    await tell(who.ledger, 'reward-credited');
    await lookAgain();
    await forgetContacts(pool);
    expect(await left(who)).toEqual(who.planted);
    await pool.query(`update message set state = 'sent' where participation_id = $1 and cause = 'test'`, [
      who.ledger.id,
    ]);
    await lookAgain();
    await forgetContacts(pool);
    expect(await left(who)).toEqual([]);
  });

  it('wait for nothing that is no longer told, such as a word half-way', async () => {
    const who = await reached();
    await who.ledger.step(INVITED + DAY, registered(1));
    await who.ledger.step(INVITED + 10 * DAY, stopped('left'));
    await credited(who.ledger);
    const { rows } = await pool.query<{ kind: string }>(
      `select kind from message where participation_id = $1 and state = 'pending' order by kind`,
      [who.ledger.id],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['half-way', 'welcome']);
    await lookAgain();
    await forgetContacts(pool);
    expect(await left(who)).toEqual([]);
  });

  it('go after a week even if a credit is still pending', async () => {
    const who = await reached();
    await who.ledger.step(INVITED + DAY, registered(1));
    await who.ledger.step(INVITED + 10 * DAY, stopped('consent-withdrawn'));
    await forgetContacts(pool);
    expect(await left(who)).toEqual(who.planted);
    await forgetContacts(pool, afterAWeek());
    expect(await left(who)).toEqual([]);
  });

  it('go by the worker', async () => {
    const who = await reached();
    await who.ledger.step(INVITED + 10 * DAY, stopped('consent-withdrawn'));
    const eraser = new Eraser(
      { hashKey: 'only-for-tests-only-for-tests-only' },
      pool,
      pino({ level: 'silent' }),
    );
    const running = eraser.run();
    await until(async () => ((await left(who)).length === 0 ? true : undefined));
    eraser.stop();
    await running;
  });
});
