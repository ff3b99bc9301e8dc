import { describe, expect, it } from '@jest/globals';
import type { Sweeping } from '../../workflows/contract/sweep.js';
import type { TimeMachine } from '../../workflows/contract/fast-forward.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const installation = await Installation.start(await ownTemporalEnvironment());
const { pool } = installation.database;
const machine = installation.activities.participations as Sweeping & TimeMachine;

const DAY = 86_400_000;

/** Somebody in the quiet period, and the instant of their last visit. */
async function registered(): Promise<{ customer: Invited; lastVisitAt: number }> {
  const customer = await installation.invite();
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  const { last_visit_at } = await installation.row(customer, ({ phase }) => phase === 'quiet');
  return { customer, lastVisitAt: last_visit_at?.getTime() ?? NaN };
}

interface Outcome {
  readonly status: string;
  readonly code: string | null;
}

/** What became of the events of this type, when all have an outcome. */
async function outcomes({ id }: Invited, type: string): Promise<readonly Outcome[]> {
  return until(async () => {
    const { rows } = await pool.query<Outcome>(
      `select d.status, d.code from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = $1 and e.type = $2 order by d.id`,
      [id, type],
    );
    return rows.length > 0 && rows.every(({ status }) => status !== 'pending') ? rows : undefined;
  });
}

async function warnings({ id }: Invited): Promise<readonly { last_visit_at: Date; recorded_at: Date }[]> {
  const { rows } = await pool.query<{ last_visit_at: Date; recorded_at: Date }>(
    'select last_visit_at, recorded_at from warning where participation_id = $1 order by last_visit_at',
    [id],
  );
  return rows;
}

async function sweepAt({ id }: Invited): Promise<Date | null> {
  const { rows } = await pool.query<{ sweep_at: Date | null }>(
    'select sweep_at from participation where id = $1',
    [id],
  );
  return rows[0]?.sweep_at ?? null;
}

describe('a customer who stays away', () => {
  it('is warned, then dropped as of the breach, then ended, and nothing is forgotten of it', async () => {
    const { customer, lastVisitAt } = await registered();
    await installation.fastForward(customer, 'P22D');
    const [warning, ...more] = await warnings(customer);
    expect(more).toEqual([]);
    expect(warning?.last_visit_at.getTime()).toBe(lastVisitAt);
    expect(warning?.recorded_at.getTime()).toBeGreaterThanOrEqual(lastVisitAt + 21 * DAY);
    expect(await installation.row(customer)).toMatchObject({ phase: 'quiet' });

    await installation.fastForward(customer, 'P10D');
    expect(await installation.row(customer)).toMatchObject({ phase: 'dropped', next_due_what: 'appeal' });
    const { rows } = await pool.query<{ facts: { type: string; time: number }[] }>(
      'select facts from step where participation_id = $1 order by n',
      [customer.id],
    );
    const dropped = rows.flatMap(({ facts }) => facts).find(({ type }) => type === 'dropped');
    expect(dropped?.time).toBe(lastVisitAt + 30 * DAY);
    expect(await sweepAt(customer)).toBeNull();

    expect(await installation.fastForward(customer, 'P100D')).toMatchObject({ ended: true });
    expect(await installation.row(customer)).toMatchObject({
      phase: 'ended',
      ended_because: 'inactive',
      granted_megabytes: 600,
    });
    expect(await warnings(customer)).toHaveLength(1);
  });

  it('stays when a visit comes between the proposal and its recording', async () => {
    const { customer } = await registered();
    await installation.fastForward(customer, 'P22D');
    await installation.stopRelay();
    const offset = 31 * DAY;
    await machine.hop({ participation: customer.id, offset });
    await installation.hear(customer, 'selfservice.visited', {}, new Date(Date.now() + offset));
    installation.startRelay();
    expect(await outcomes(customer, 'participation.went-inactive')).toEqual([
      { status: 'ignored', code: 'visited' },
    ]);
    expect(await installation.row(customer)).toMatchObject({ phase: 'quiet' });

    await machine.warn();
    const { last_visit_at } = await installation.row(customer);
    expect((await sweepAt(customer))?.getTime()).toBe((last_visit_at?.getTime() ?? NaN) + 21 * DAY - offset);
  });

  it('comes back by a visit that is reported late, and is looked after again', async () => {
    const { customer, lastVisitAt } = await registered();
    await installation.fastForward(customer, 'P45D');
    expect(await installation.row(customer)).toMatchObject({ phase: 'dropped' });
    const visitedAt = lastVisitAt + 25 * DAY;
    await installation.hear(customer, 'selfservice.visited', {}, new Date(visitedAt));
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    const { clock_offset } = await installation.row(customer);
    expect((await sweepAt(customer))?.getTime()).toBe(visitedAt + 21 * DAY - Number(clock_offset));

    await installation.fastForward(customer, 'P45D');
    expect(await installation.row(customer)).toMatchObject({ phase: 'dropped' });
    expect(await warnings(customer)).toHaveLength(2);
  });

  it('is reinstated with a fresh visit clock and the original end', async () => {
    const { customer } = await registered();
    const { quiet_ends_at } = await installation.row(customer);
    await installation.fastForward(customer, 'P45D');
    const reinstatedAt = new Date(Date.now() + 45 * DAY);
    await installation.hear(customer, 'participation.reinstated', { reason: 'was ill' }, reinstatedAt);
    const row = await installation.row(customer, ({ phase }) => phase === 'quiet');
    expect(row).toMatchObject({ quiet_ends_at, last_visit_at: reinstatedAt });

    await installation.fastForward(customer, 'P20D');
    expect(await installation.row(customer)).toMatchObject({ phase: 'quiet' });
    expect(await warnings(customer)).toHaveLength(1);
  });

  it('is proposed again when a first proposal was refused although the gap is still open', async () => {
    const { customer } = await registered();
    await installation.fastForward(customer, 'P22D');
    // As a server whose clock is behind would see it: the row is past the breach, the run is not.
    await pool.query('update participation set clock_offset = $2 where id = $1', [customer.id, 31 * DAY]);
    await pool.query(`update participation set sweep_at = now() - interval '1 second' where id = $1`, [
      customer.id,
    ]);
    await machine.proposeDrops();
    expect(await outcomes(customer, 'participation.went-inactive')).toEqual([
      { status: 'ignored', code: 'not-warned' },
    ]);
    await installation.fastForward(customer, 'PT1S');
    expect(await installation.row(customer)).toMatchObject({ phase: 'dropped' });
  });
});
