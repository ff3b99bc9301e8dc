import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { GrantView } from '../../src/grants/grant.js';
import type { Page } from '../../src/paging/page.js';
import { temporalEnvironment } from '../support/temporal.js';
import { TestApi } from './api.js';

const temporal = await temporalEnvironment();
const api = await TestApi.start({
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
});
const lonely = await TestApi.start();
await api.publish();
await lonely.publish();

async function grant(at: TestApi, state: string): Promise<string> {
  const { id: participation } = await at.invite(randomUUID());
  const id = randomUUID();
  await at.database.pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, state, reason, step, earned_at)
     values ($1, $2, 'registered', 600, $3, 'account closed', 1, now())`,
    [id, participation, state],
  );
  return id;
}

function retry(at: TestApi, id: string) {
  return at.call<GrantView & { code: string }>('POST', `/v1/grants/${id}/retry`);
}

async function runOf(id: string): Promise<string> {
  return (await temporal.environment.client.workflow.getHandle(`credit-${id}`).describe()).runId;
}

describe('trying a grant again', () => {
  it('makes a failed one pending and starts the workflow that credits it', async () => {
    const id = await grant(api, 'failed');
    const { status, body } = await retry(api, id);
    expect(status).toBe(202);
    expect(body).toMatchObject({ id, state: 'pending', reason: null });
    const described = await temporal.environment.client.workflow.getHandle(`credit-${id}`).describe();
    expect(described).toMatchObject({ type: 'credit', taskQueue: 'quietline', status: { name: 'RUNNING' } });
  });

  it('leaves a workflow that is crediting alone', async () => {
    const id = await grant(api, 'pending');
    await retry(api, id);
    const first = await runOf(id);
    expect((await retry(api, id)).status).toBe(202);
    expect(await runOf(id)).toBe(first);
  });

  it('does not wait for one that has failed and is about to end', async () => {
    const id = await grant(api, 'failed');
    await retry(api, id);
    const first = await runOf(id);
    await api.database.pool.query(`update "grant" set state = 'failed' where id = $1`, [id]);
    await retry(api, id);
    expect(await runOf(id)).not.toBe(first);
  });

  it('counts the tries, so that the charging system sees a new request', async () => {
    const id = await grant(api, 'failed');
    await retry(api, id);
    const { rows } = await api.database.pool.query('select retries from "grant" where id = $1', [id]);
    expect(rows).toEqual([{ retries: 1 }]);
  });

  it('never pays a credited one a second time', async () => {
    const id = await grant(api, 'credited');
    const { status, body } = await retry(api, id);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'already-credited' });
    await expect(runOf(id)).rejects.toThrow('not found');
  });

  it.each([randomUUID(), 'no-uuid'])('answers 404 for what is no grant: %s', async (id) => {
    expect(await retry(api, id)).toMatchObject({ status: 404, body: { code: 'grant-unknown' } });
  });

  it('is taken while Temporal does not answer, and left to the relay, which looks for what is pending', async () => {
    const id = await grant(lonely, 'failed');
    expect(await retry(lonely, id)).toMatchObject({ status: 202, body: { id, state: 'pending' } });
    const { body: list } = await lonely.call<Page<GrantView>>('GET', '/v1/grants?state=pending');
    expect(list.items).toMatchObject([{ id }]);
  });
});
