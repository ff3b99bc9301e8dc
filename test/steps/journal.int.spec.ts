import { describe, expect, it } from '@jest/globals';
import { inTransaction } from '../../prisma/transaction.js';
import { MissingStepError } from '../../activities/steps/journal.js';
import { UnknownParticipationError } from '../../activities/steps/locked-row.js';
import { accept } from '../../src/events/inbox.js';
import type { Recorded, Stored } from '../../workflows/contract/participation.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { DAY, INVITED, journalOf, Ledger, registered } from './kit.js';

const database = await createDatabase();
const VIDEO = { type: 'reached', code: 'video-watched', time: INVITED + 2 * DAY } as const;
const APP = { type: 'reached', code: 'app-installed', time: INVITED + 2 * DAY } as const;
const CALL = { type: 'called', call: 'c', exempt: false, time: INVITED + 20 * DAY } as const;
const LEFT = { type: 'stopped', reason: 'left', time: INVITED + 30 * DAY } as const;
const SETTLED = INVITED + (1 + 270 + 3) * DAY;

const stored = (recorded: Recorded): Stored => {
  if ('undelivered' in recorded) throw new Error('refused');
  return recorded;
};

/** Registered on the second day, and visiting until the quiet period ends unless told otherwise. */
async function quiet({ lastVisit = 268 } = {}): Promise<Ledger> {
  const ledger = await Ledger.open(database);
  await ledger.step(INVITED + DAY, registered(1));
  await visit(ledger, lastVisit);
  return ledger;
}

async function visit({ id }: Ledger, days: number): Promise<void> {
  await database.pool.query('update participation set last_visit_at = $2 where id = $1', [
    id,
    new Date(INVITED + days * DAY),
  ]);
}

describe('an outcome', () => {
  it('stands when its delivery is heard again, as after a reset, in a state that would decide otherwise', async () => {
    const ledger = await quiet();
    const early = await ledger.hear({ type: 'reinstated', time: INVITED + 10 * DAY });
    await ledger.record(ledger.propose(early, INVITED + 10 * DAY));
    await ledger.step(INVITED + 20 * DAY, CALL);
    const again = stored(await ledger.record(ledger.propose(early, INVITED + 21 * DAY)));
    expect(again).toMatchObject({ facts: [], decided: [early[0]?.delivery] });
    expect(await ledger.outcome(early[0]?.delivery ?? '')).toMatchObject({ code: 'wrong-phase', step: null });
    expect(await ledger.row()).toMatchObject({ phase: 'forfeited', steps: 2 });
  });
});

describe('a step', () => {
  it('is stored once under two writers who decided differently, and both go on from the same one', async () => {
    for (let race = 0; race < 15; race += 1) {
      const ledger = await quiet();
      const [first, second] = await Promise.all([ledger.hear(VIDEO), ledger.hear(APP)]);
      const now = INVITED + 3 * DAY;
      const [one, other] = (
        await Promise.all([
          ledger.record(ledger.propose(first, now)),
          ledger.record(ledger.propose(second, now + 1)),
        ])
      ).map(stored);
      expect(one?.facts).toEqual(other?.facts);
      expect(one?.recordedAt).toBe(other?.recordedAt);
      expect([one?.adopted, other?.adopted].filter(Boolean)).toHaveLength(1);
      expect(await ledger.row()).toMatchObject({ steps: 2, granted_megabytes: 1200 });
      expect(await ledger.grants()).toHaveLength(2);
      const outcomes = await Promise.all(
        [first, second].map(([message]) => ledger.outcome(message?.delivery ?? '')),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'pending']);
    }
  });

  it('that is recorded again with other facts comes back as it was stored, with what is not credited yet', async () => {
    const ledger = await quiet();
    const first = await ledger.hear(VIDEO);
    const before = ledger.propose(first, INVITED + 3 * DAY);
    const written = stored(await ledger.record(before));
    const later = await ledger.hear(CALL);
    const again = stored(await ledger.record(ledger.propose([...first, ...later], INVITED + 21 * DAY)));
    expect(again).toEqual({ ...written, adopted: true });
    expect(again.uncredited).toHaveLength(1);
    expect(await ledger.outcome(later[0]?.delivery ?? '')).toMatchObject({ status: 'pending' });
    await database.pool.query(`update "grant" set state = 'credited' where participation_id = $1`, [
      ledger.id,
    ]);
    expect(stored(await ledger.record(before)).uncredited).toEqual([]);
  });

  it('without facts writes outcomes alone and uses no number, however often it is repeated', async () => {
    const ledger = await quiet();
    const unknown = await ledger.hear({ ...VIDEO, code: 'moon-landing' });
    const step = ledger.propose(unknown, INVITED + 3 * DAY);
    for (let times = 0; times < 2; times += 1)
      expect(stored(await ledger.record(step))).toMatchObject({ facts: [], uncredited: [] });
    expect(await ledger.row()).toMatchObject({ steps: 1 });
    expect(await ledger.outcome(unknown[0]?.delivery ?? '')).toEqual({
      status: 'ignored',
      code: 'unknown-milestone',
      step: null,
    });
  });

  it('tells of each delivery which step it made, and frees what had been parked from its alarm', async () => {
    const ledger = await quiet();
    const heard = await ledger.hear(VIDEO, VIDEO);
    const [video, repeated] = heard.map(({ delivery = '' }) => delivery);
    await database.pool.query(`update delivery set status = 'parked', code = 'a-fault' where id = $1`, [
      video,
    ]);
    await ledger.record(ledger.propose(heard, INVITED + 3 * DAY));
    expect(await ledger.outcome(video ?? '')).toEqual({ status: 'applied', code: null, step: 2 });
    expect(await ledger.outcome(repeated ?? '')).toEqual({
      status: 'ignored',
      code: 'duplicate',
      step: null,
    });
  });

  it('says so when the database is older than the workflow, and writes nothing', async () => {
    const ledger = await quiet();
    const step = ledger.propose(await ledger.hear(VIDEO), INVITED + 3 * DAY);
    await expect(ledger.record({ ...step, n: 3 })).rejects.toThrow(MissingStepError);
    await expect(ledger.record({ ...step, n: 3 })).rejects.toThrow(/step 3 cannot follow step 1/);
    expect(await ledger.row()).toMatchObject({ steps: 1, granted_megabytes: 600 });
    await database.pool.query('update participation set steps = 5 where id = $1', [ledger.id]);
    await expect(ledger.record({ ...step, n: 4 })).rejects.toThrow(MissingStepError);
    const nobody = { ...step, participation: '00000000-0000-4000-8000-000000000000' };
    await expect(ledger.record(nobody)).rejects.toThrow(UnknownParticipationError);
  });

  it('keeps its grants when crediting them fails, and names them to whoever asks again', async () => {
    const ledger = await quiet();
    const step = ledger.propose(await ledger.hear(VIDEO), INVITED + 3 * DAY);
    const journal = journalOf(database, () => Promise.reject(new Error('the network is on fire')));
    await expect(journal.record(step)).rejects.toThrow('the network is on fire');
    const again = stored(await journal.record(step));
    expect(again).toMatchObject({ adopted: true });
    expect(again.uncredited).toHaveLength(1);
  });

  it('has only its new grants tried, not those of one who asks again', async () => {
    const ledger = await quiet();
    const tried: string[][] = [];
    const journal = journalOf(database, async (grants) => {
      tried.push([...grants]);
      return [];
    });
    const step = ledger.propose(await ledger.hear(VIDEO, APP), INVITED + 3 * DAY);
    expect(stored(await journal.record(step)).uncredited).toEqual([]);
    await journal.record(step);
    expect(tried).toHaveLength(1);
    expect(tried[0]).toHaveLength(2);
  });

  it('cannot grant a code twice, whatever its facts say', async () => {
    const ledger = await quiet();
    const step = ledger.propose(await ledger.hear(VIDEO), INVITED + 3 * DAY);
    ledger.goOnFrom(stored(await ledger.record(step)));
    const proposal = { ...step.proposal, outcomes: [] };
    const again = { ...step, proposal, n: 3, state: ledger.state };
    expect(stored(await ledger.record(again)).uncredited).toEqual([]);
    expect(await ledger.grants()).toEqual(['registered', 'video-watched']);
    expect(await ledger.row()).toMatchObject({ steps: 3, granted_megabytes: 1200 });
  });
});

describe('a step that ends the participation (R16)', () => {
  it('is refused while an accepted event is undelivered, shows what it waits for and uses no number', async () => {
    const ledger = await quiet();
    const call = await ledger.deliver();
    const due = await ledger.row();
    const step = ledger.propose([], SETTLED);
    expect(await ledger.record(step)).toEqual({ undelivered: true });
    expect(await ledger.row()).toEqual({
      ...due,
      next_due_what: 'waiting for undelivered events',
      next_due_at: new Date(SETTLED + 60_000),
    });
    await database.pool.query(`update delivery set status = 'ignored' where id = $1`, [call]);
    expect(stored(await ledger.record(step)).facts).toMatchObject([
      {},
      { code: 'quiet-period' },
      { type: 'completed' },
    ]);
    expect(await ledger.row()).toMatchObject({ steps: 2, phase: 'completed', next_due_what: null });
  });

  it.each([
    ['the one that it is made of', async (ledger: Ledger) => ledger.hear(LEFT)],
    [
      'one that is parked',
      async (ledger: Ledger) => {
        await database.pool.query(`update delivery set status = 'parked' where id = $1`, [
          await ledger.deliver(),
        ]);
        return ledger.hear(LEFT);
      },
    ],
    [
      'the invitation, whose outcome the relay is about to write',
      async (ledger: Ledger) => {
        await ledger.deliver('participation.invited', {});
        return ledger.hear(LEFT);
      },
    ],
    [
      'that of somebody else',
      async (ledger: Ledger) => {
        await (await quiet()).deliver();
        return ledger.hear(LEFT);
      },
    ],
  ])('does not wait for %s', async (_what, prepare) => {
    const ledger = await quiet();
    const heard = await prepare(ledger);
    expect(await ledger.record(ledger.propose(heard, INVITED + 30 * DAY))).not.toHaveProperty('undelivered');
    expect(await ledger.row()).toMatchObject({ phase: 'ended', ended_because: 'left' });
  });

  it('and an event that comes in at the same moment: one of the two goes first, and the event is never lost', async () => {
    for (let race = 0; race < 20; race += 1) {
      const ledger = await quiet();
      const step = ledger.propose(await ledger.hear(LEFT), INVITED + 30 * DAY);
      const [delivery, recorded] = await Promise.all([ledger.deliver(), ledger.record(step)]);
      const { status, code } = await ledger.outcome(delivery);
      const { phase } = await ledger.row();
      const story = `${phase}, ${status} ${code ?? ''}, ${'undelivered' in recorded ? 'refused' : 'stored'}`;
      expect(['quiet, pending , refused', 'ended, ignored ended, stored']).toContain(story);
    }
  });
});

describe('what the row knows of visits decides under its lock (R9)', () => {
  const dropped = (lastVisit: number) =>
    ({ type: 'went-inactive', time: INVITED, lastVisitAt: INVITED + lastVisit * DAY }) as const;

  async function warned(): Promise<Ledger> {
    const ledger = await quiet({ lastVisit: 40 });
    await database.pool.query(
      'update participation set warned_for = last_visit_at, warned_at = $2, clock_offset = $3 where id = $1',
      [ledger.id, new Date(INVITED + 61 * DAY), INVITED + 71 * DAY - Date.now()],
    );
    return ledger;
  }

  it('a drop stands where the gap is still open', async () => {
    const ledger = await warned();
    const now = INVITED + 71 * DAY;
    await ledger.step(now, { ...dropped(40), acceptedAt: now });
    expect(await ledger.row()).toMatchObject({ phase: 'dropped', next_due_what: 'appeal' });
  });

  it('a visit that is being taken in at this very moment keeps the customer in', async () => {
    const ledger = await warned();
    const now = INVITED + 71 * DAY;
    const heard = await ledger.hear({ ...dropped(40), acceptedAt: now });
    let recording: Promise<Recorded> | undefined;
    await inTransaction(database.pool, async (client) => {
      await accept(client, [
        {
          source: 'urn:test',
          id: ledger.id,
          type: 'selfservice.visited',
          time: new Date(INVITED + 69 * DAY).toISOString(),
          subject: ledger.id,
          data: {},
        },
      ]);
      recording = ledger.record(ledger.propose(heard, now));
      await until(async () => ((await waitingForLocks()) > 0 ? true : undefined));
    });
    expect(await recording).toMatchObject({ facts: [] });
    expect(await ledger.outcome(heard[0]?.delivery ?? '')).toMatchObject({
      status: 'ignored',
      code: 'visited',
    });
    expect(await ledger.row()).toMatchObject({ phase: 'quiet', steps: 1 });
  });

  it('the quiet reward gives way to the drop where nobody came and was warned in time', async () => {
    const ledger = await warned();
    const recorded = stored(await ledger.record(ledger.propose([], SETTLED)));
    expect(recorded.facts.map(({ type }) => type)).toEqual(['quiet-period-over', 'dropped']);
    expect(await ledger.row()).toMatchObject({ phase: 'dropped', steps: 2, granted_megabytes: 600 });
    expect(await ledger.grants()).toEqual(['registered']);
  });
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}
