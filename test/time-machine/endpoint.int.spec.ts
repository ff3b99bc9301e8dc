import { describe, expect, it } from '@jest/globals';
import type { ParticipationView } from '../../src/participations/view.js';
import { fastForwardIdOf } from '../../workflows/contract/fast-forward.js';
import { TestApi } from '../api/api.js';
import { temporalEnvironment } from '../support/temporal.js';

const temporal = await temporalEnvironment();
const api = await TestApi.start({ TIME_MACHINE: 'on', TEMPORAL_ADDRESS: temporal.address });
const cutOff = await TestApi.start({ TIME_MACHINE: 'on' });
const without = await TestApi.start();
for (const each of [api, cutOff, without]) await each.publish();

const move = (at: TestApi, { id }: ParticipationView, body: object = { by: 'P100D' }) =>
  at.call('POST', `/v1/participations/${id}/fast-forward`, body);

describe('moving the clock', () => {
  it('begins a workflow that the caller can look at, and refuses a second one meanwhile', async () => {
    const customer = await api.invite('moved');
    const { status, body } = await move(api, customer, { by: 'P100D', visiting: true });
    const workflowId = fastForwardIdOf(customer.id);
    expect(status).toBe(202);
    expect(body).toEqual({
      participationId: customer.id,
      by: 'P100D',
      workflowId,
      links: { workflow: `http://temporal.example/namespaces/default/workflows/${workflowId}` },
    });
    expect(await move(api, customer)).toMatchObject({ status: 409, body: { code: 'clock-moving' } });
    await temporal.client.workflow.getHandle(workflowId).terminate();
  });

  it('is refused when the participation has ended, a credit is pending, or nobody knows how far', async () => {
    const customer = await api.invite('refused');
    expect(await move(api, customer, { by: 'P9M' })).toMatchObject({ status: 400, body: { pointer: '/by' } });
    await api.database.pool.query(
      `insert into "grant" (id, participation_id, code, megabytes, step, earned_at) values (gen_random_uuid(), $1, 'x', 1, 1, now())`,
      [customer.id],
    );
    expect(await move(api, customer)).toMatchObject({ status: 409, body: { code: 'credit-pending' } });
    await api.database.pool.query(`update participation set phase = 'ended' where id = $1`, [customer.id]);
    expect(await move(api, customer)).toMatchObject({ status: 409, body: { phase: 'ended' } });
  });

  it('says so when Temporal is away', async () => {
    const customer = await cutOff.invite('cut off');
    expect(await move(cutOff, customer)).toMatchObject({
      status: 503,
      body: { code: 'temporal-unavailable' },
    });
  });

  it('does not exist where clocks are not to be moved', async () => {
    const customer = await without.invite('real');
    expect(await move(without, customer)).toMatchObject({ status: 404, body: { code: 'no-time-machine' } });
  });
});
