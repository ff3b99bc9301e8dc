import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { creditIdOf } from '../../workflows/contract/credit.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { cloudEvent } from '../api/events.js';
import { until } from '../support/until.js';
import { startErasing } from './arranged.js';
import { erase, letLookAgain, letThreeDaysPass, receipt } from './kit.js';

const { temporal, installation, pool, charging, api, eraser, registered, phaseIs, grantsOf, done } =
  await startErasing();

describe('an erasure', () => {
  it('is not carried out while a participation is open: what was heard by then is still paid', async () => {
    const customer = await registered();
    await installation.stopRelay();
    await api.call('POST', '/v1/events', cloudEvent(customer.customerId, 'selfservice.video-watched'));
    const erasure = await erase(api, customer.customerId);
    await letThreeDaysPass(pool, customer.id);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    installation.startRelay();
    expect(await done(erasure)).toMatchObject({ unpaidGrants: [] });
    expect((await grantsOf(customer.id)).map(({ code, state }) => `${code} ${state}`).sort()).toEqual([
      'registered credited',
      'video-watched credited',
    ]);
  });

  it('waits for a credit that is pending, and carries on as soon as it is credited', async () => {
    const { id, customerId } = await registered();
    await charging.tell({ mode: 'fail-500', times: 1_000 });
    await api.call('POST', '/v1/events', cloudEvent(customerId, 'selfservice.video-watched'));
    await until(async () => (await grantsOf(id)).length === 2 || undefined);
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await charging.tell({ mode: 'ok' });
    expect(await done(erasure)).toMatchObject({ unpaidGrants: [] });
    expect((await grantsOf(id)).map(({ state }) => state)).toEqual(['credited', 'credited']);
  });

  it('gives up a credit that is pending after three days: the receipt names it, its workflow ends, nobody can retry it', async () => {
    const { id, customerId } = await registered();
    await charging.tell({ mode: 'fail-500', times: 1_000 });
    await api.call('POST', '/v1/events', cloudEvent(customerId, 'selfservice.video-watched'));
    const pending = await until(async () =>
      (await grantsOf(id)).find(({ state, code }) => state === 'pending' && code === 'video-watched'),
    );
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    await pool.query('update erasure set due_at = now() where id = $1', [erasure.id]);
    await letLookAgain(pool);
    await eraser.round();
    // earned a moment ago, as after a long outage: it has to have its chance
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await letThreeDaysPass(pool, id);
    expect((await done(erasure)).unpaidGrants).toEqual([
      { id: pending.id, code: 'video-watched', megabytes: 600 },
    ]);
    expect((await grantsOf(id)).find((grant) => grant.id === pending.id)).toMatchObject({
      state: 'failed',
      reason: 'erased',
    });
    expect(await temporal.client.workflow.getHandle(creditIdOf(pending.id)).result()).toEqual({
      state: 'failed',
    });
    expect(await api.call('POST', `/v1/grants/${pending.id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'erased' },
    });
    expect(await charging.bookingsOf(pending.id)).toEqual([]);
  });

  it('names a reward that the charging system had refused, which nobody can retry any more', async () => {
    const customerId = randomUUID();
    await charging.tell({ mode: 'reject', as: 422 });
    const { id } = await registered(customerId);
    const [refused] = await until(async () => {
      const grants = await grantsOf(id);
      return grants[0]?.state === 'failed' ? grants : undefined;
    });
    expect((await done(await erase(api, customerId))).unpaidGrants).toEqual([
      { id: refused?.id, code: 'registered', megabytes: 600 },
    ]);
    expect(await api.call('POST', `/v1/grants/${refused?.id}/retry`)).toMatchObject({ status: 409 });
  });

  it('is carried out after three days although the workflow was lost, by whoever operates Temporal', async () => {
    const { id, customerId } = await registered();
    await temporal.client.workflow.getHandle(workflowIdOf(id)).terminate('a mistake');
    const erasure = await erase(api, customerId);
    await until(async () => {
      const { rowCount } = await pool.query(
        `select from delivery where participation_id = $1 and status = 'parked' and code = 'workflow-missing'`,
        [id],
      );
      return rowCount === 1 || undefined;
    });
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await letThreeDaysPass(pool, id);
    await done(erasure);
    expect(await api.get(id)).toMatchObject({
      customerId: null,
      phase: 'ended',
      endedBecause: 'erased',
      nextDue: null,
    });
    const { rows } = await pool.query(
      'select status, code from delivery where participation_id = $1 order by id desc limit 1',
      [id],
    );
    expect(rows).toEqual([{ status: 'ignored', code: 'erased' }]);
  });

  it('is carried out after three days although the workflow could record nothing any more, once it is terminated', async () => {
    const { id, customerId } = await registered();
    await pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
    );
    await pool.query(
      `create trigger refuse before insert on step for each row when (new.participation_id = '${id}') execute function refuse()`,
    );
    const erasure = await erase(api, customerId);
    const stop = `select d.status, d.code from delivery d join event e on e.seq = d.event_seq
      where d.participation_id = $1 and e.type = 'participation.erased'`;
    const history = () => temporal.client.workflow.getHandle(workflowIdOf(id)).fetchHistory();
    await until(async () => JSON.stringify(await history()).includes('"erased"') || undefined);
    await letThreeDaysPass(pool, id);
    await letLookAgain(pool);
    await eraser.round();
    // the workflow has heard of it, and may still write down what was earned
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    expect((await pool.query(stop, [id])).rows).toEqual([{ status: 'pending', code: null }]);
    await temporal.client.workflow.getHandle(workflowIdOf(id)).terminate('it cannot be mended');
    await pool.query(`update event set received_at = received_at - interval '3 days'`);
    await pool.query(`update delivery set next_try_at = now() where status = 'pending'`);
    await done(erasure);
    expect(await api.get(id)).toMatchObject({ customerId: null, phase: 'ended', endedBecause: 'erased' });
    expect((await pool.query(stop, [id])).rows).toEqual([{ status: 'ignored', code: 'erased' }]);
  });
});
