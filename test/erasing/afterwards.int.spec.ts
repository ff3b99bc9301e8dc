import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Page } from '../../src/paging/page.js';
import type { ReportRow, WaveView } from '../../src/waves/wave.js';
import type { ParticipationView } from '../../src/participations/view.js';
import { cloudEvent } from '../api/events.js';
import { listOf } from '../api/waves.js';
import { until } from '../support/until.js';
import { startErasing } from './arranged.js';
import { erase } from './kit.js';

const { pool, api, registered, phaseIs, done, fileOf } = await startErasing();

/** A row of a list of which nothing is kept but that it was refused. */
const REFUSED = {
  ...{ row: 1, customerId: null, verdict: 'refused', reason: 'erased' },
  ...{ participationId: null, detail: null },
};

const invite = (customerId: string) =>
  api.call<ParticipationView & { code: string }>('POST', '/v1/participations', {
    programme: 'online-statt-hotline',
    customerId,
  });

describe('whoever was erased', () => {
  it('is not invited again, neither while it is under way nor afterwards, neither singly nor by a list', async () => {
    const { customerId } = await registered();
    const erasure = await erase(api, customerId);
    const refused = { status: 409, body: { code: 'erased' } };
    expect(await invite(customerId)).toMatchObject(refused);
    expect(await listed(customerId)).toEqual([REFUSED]);
    await done(erasure);
    expect(await invite(customerId)).toMatchObject(refused);
    expect(await listed(customerId)).toEqual([REFUSED]);
    expect(await fileOf(customerId)).toMatchObject({ participations: [], lists: [], events: [] });
  });

  it('has events answered as anybody has, and nothing of them kept', async () => {
    const { customerId, id } = await registered();
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    const meanwhile = cloudEvent(customerId, 'hotline.called', { data: { callId: randomUUID() } });
    expect(await api.call('POST', '/v1/events', meanwhile)).toMatchObject({
      status: 202,
      body: [{ status: 'accepted' }],
    });
    const { body } = await api.call<Page<KeptEvent>>('GET', `/v1/events?id=${meanwhile.id}`);
    expect(body.items[0]?.effects).toMatchObject([{ status: 'ignored', code: 'erased' }]);
    await done(erasure);
    const later = cloudEvent(customerId, 'selfservice.visited');
    expect(await api.call('POST', '/v1/events', later)).toMatchObject({
      status: 202,
      body: [{ status: 'accepted' }],
    });
    for (const { id: event } of [meanwhile, later])
      expect((await api.call<Page<KeptEvent>>('GET', `/v1/events?id=${event}`)).body.items).toEqual([]);
  });

  it('stays held out: a draw outlives the data', async () => {
    const customers = Array.from({ length: 20 }, () => randomUUID());
    const drawn =
      (await listed(...customers)).find(({ verdict }) => verdict === 'held-out')?.customerId ?? '';
    const calls = () =>
      api.call('POST', '/v1/events', cloudEvent(drawn, 'hotline.called', { data: { callId: drawn } }));
    await calls();
    expect((await fileOf(drawn)).events).toHaveLength(1);
    const erasure = await erase(api, drawn);
    expect(await calls()).toMatchObject({ status: 202, body: [{ status: 'accepted' }] });
    expect((await fileOf(drawn)).events).toHaveLength(1);
    await done(erasure);
    const { rows } = await pool.query(
      'select from event where not exists (select from delivery where event_seq = seq)',
    );
    expect(rows).toEqual([]);
    expect(await invite(drawn)).toMatchObject({ status: 409, body: { code: 'held-out' } });
    expect(await listed(drawn)).toEqual([{ ...REFUSED, reason: 'held-out' }]);
  });

  it.each(['asked for', 'carried out'])(
    'is not invited by a list that named them before it was %s',
    async (moment) => {
      const customerId = randomUUID();
      const wave = await filled([customerId]);
      expect(await report(wave)).toMatchObject([{ customerId, verdict: 'to-invite' }]);
      const erasure = await erase(api, customerId);
      if (moment === 'carried out') await done(erasure);
      await api.call('POST', `/v1/waves/${wave}/send`);
      await until(async () => {
        const { body } = await api.call<WaveView>('GET', `/v1/waves/${wave}`);
        return body.state === 'done' || undefined;
      });
      expect(await report(wave)).toEqual([REFUSED]);
      expect(await done(erasure)).toMatchObject({ participations: 0 });
      expect(await invite(customerId)).toMatchObject({ status: 409, body: { code: 'erased' } });
    },
  );

  it('has no participation that could be ended or reinstated', async () => {
    const { id, customerId } = await registered();
    await done(await erase(api, customerId));
    for (const [name, body] of [['leave'], ['reinstate', { reason: 'why' }]] as const)
      expect(await api.call('POST', `/v1/participations/${id}/${name}`, body)).toMatchObject({
        status: 409,
        body: { code: 'wrong-phase', phase: 'ended' },
      });
  });
});

/** A wave with a list of these customers. */
async function filled(customers: readonly string[]): Promise<string> {
  const { body: wave } = await api.call<WaveView>('POST', '/v1/waves', { programme: 'online-statt-hotline' });
  const csv = { 'content-type': 'text/csv' };
  await api.call('PUT', `/v1/waves/${wave.id}/list`, listOf(customers), csv);
  return wave.id;
}

const report = async (wave: string) =>
  (await api.call<Page<ReportRow>>('GET', `/v1/waves/${wave}/report`)).body.items;

/** What would become of a list of these customers. */
const listed = async (...customers: readonly string[]) => report(await filled(customers));
