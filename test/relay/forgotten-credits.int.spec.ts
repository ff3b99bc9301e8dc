import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { inTransaction } from '../../prisma/transaction.js';
import { ForgottenCredits } from '../../src/relay/forgotten-credits.js';
import { OutageError, type Sent } from '../../src/relay/temporal-gateway.js';
import { createDatabase } from '../support/database.js';
import { Inbox, countingReads } from './kit.js';

const database = await createDatabase();
const inbox = await Inbox.open(database);
const MINUTE = 60_000;

let begun: string[] = [];
let answer: (grant: string) => Sent = () => 'sent';
const gateway = {
  startCredit: async (grant: string) => {
    begun.push(grant);
    return answer(grant);
  },
};
const relays = (now?: () => number) =>
  new ForgottenCredits(database.pool, gateway, pino({ level: 'silent' }), now);

beforeEach(async () => {
  begun = [];
  answer = () => 'sent';
  await database.pool.query('truncate participation, event, mailbox cascade');
});

/** Grants of one participation in this state, whose step was recorded so long ago on the wall clock. */
async function grants(count: number, { state = 'pending', ageMs = 11 * MINUTE, clockOffset = 0 } = {}) {
  const participation = await inbox.participation();
  const recordedAt = new Date(Date.now() - ageMs + clockOffset);
  await database.pool.query('update participation set clock_offset = $2 where id = $1', [
    participation,
    clockOffset,
  ]);
  await database.pool.query(
    `insert into step (participation_id, n, recorded_at, phase, facts) values ($1, 1, $2, 'quiet', '[]')`,
    [participation, recordedAt],
  );
  const ids = Array.from({ length: count }, () => randomUUID());
  await database.pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, state, step, earned_at)
     select id, $1, id::text, 600, $3, 1, $4 from unnest($2::uuid[]) id`,
    [participation, ids, state, recordedAt],
  );
  return ids;
}

describe('a grant that nobody credits any more', () => {
  it('gets a workflow that does, once it has been pending for ten minutes', async () => {
    const forgotten = await grants(2);
    await grants(1, { ageMs: 9 * MINUTE });
    await grants(1, { state: 'credited' });
    await grants(1, { state: 'failed' });
    expect(await relays().look()).toBe(2);
    expect(begun.sort()).toEqual(forgotten.sort());
  });

  it('is told by the wall clock, wherever the clock of its participation stands', async () => {
    await grants(1, { ageMs: 9 * MINUTE, clockOffset: -270 * 24 * 60 * MINUTE });
    const forgotten = await grants(1, { clockOffset: 270 * 24 * 60 * MINUTE });
    await relays().look();
    expect(begun).toEqual(forgotten);
  });

  it('is found among many: page by page, then from the beginning, each once in a round', async () => {
    const all = await grants(450);
    const credits = relays();
    expect([await credits.look(), await credits.look(), await credits.look()]).toEqual([200, 200, 50]);
    expect(begun.sort()).toEqual(all.sort());
    expect(await credits.look()).toBe(200);
  });

  it('is looked for once a minute, also after an outage, which holds the relay like any other', async () => {
    await grants(1);
    let now = 0;
    const credits = relays(() => now);
    answer = () => {
      throw new OutageError('away');
    };
    await expect(credits.lookNowAndThen()).rejects.toThrow(OutageError);
    await credits.lookNowAndThen();
    expect(begun).toHaveLength(1);
    now = MINUTE;
    answer = () => 'sent';
    await credits.lookNowAndThen();
    expect(begun).toHaveLength(2);
  });

  it('is begun although Temporal never answers for another one', async () => {
    const [first] = await grants(201);
    answer = (grant) => {
      if (grant === first) throw new OutageError('away');
      return 'sent';
    };
    const credits = relays();
    expect([await credits.look(), await credits.look()]).toEqual([200, 1]);
    expect(new Set(begun).size).toBe(201);
  });

  it('is found by the index on what is not credited', async () => {
    await database.pool.query(
      `insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at, next_due_what, next_due_at)
       select gen_random_uuid(), 'online-statt-hotline', 1, i::text, now(), now(), 'quiet period', now() from generate_series(1, 20000) i`,
    );
    await database.pool.query(
      `insert into step select id, 1, now() - interval '1 hour', 'quiet', '[]' from participation`,
    );
    await database.pool.query(
      `insert into "grant" (id, participation_id, code, megabytes, state, step, earned_at)
       select gen_random_uuid(), id, 'registered', 600, 'credited', 1, now() from participation`,
    );
    const forgotten = await grants(1);
    await database.pool.query('vacuum analyze');
    const { read } = await inTransaction(database.pool, async (client) => {
      await client.query('set local enable_seqscan = off'); // as every connection of the program (database.ts)
      const credits = new ForgottenCredits(client, gateway, pino({ level: 'silent' }));
      return countingReads(client, 'grant', () => credits.look());
    });
    expect(begun).toEqual(forgotten);
    expect(read).toBeLessThan(20);
  });
});
