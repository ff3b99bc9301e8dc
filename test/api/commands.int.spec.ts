import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Page } from '../../src/paging/page.js';
import { TestApi } from './api.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;

interface Commanded {
  readonly event: { readonly source: string; readonly id: string };
  readonly code?: string;
  readonly phase?: string;
}

function command(id: string, name: string, body?: object, headers = {}) {
  return api.call<Commanded>('POST', `/v1/participations/${id}/${name}`, body, headers);
}

async function inPhase(phase: string): Promise<string> {
  const { id } = await api.invite(`in-${phase}-${randomUUID()}`);
  const due = phase === 'completed' || phase === 'ended' ? 'null' : 'next_due_at';
  await pool.query(`update participation set phase = $2, next_due_at = ${due} where id = $1`, [id, phase]);
  return id;
}

async function kept(event: Commanded['event']): Promise<KeptEvent | undefined> {
  const { body } = await api.call<Page<KeptEvent>>('GET', `/v1/events?source=${event.source}&id=${event.id}`);
  return body.items[0];
}

const reason = { reason: 'The call was about a fault' };

describe('leaving', () => {
  it.each(['invited', 'quiet', 'forfeited', 'dropped', 'settling'])('is possible while %s', async (phase) => {
    const id = await inPhase(phase);
    const { status, body } = await command(id, 'leave');
    expect(status).toBe(202);
    expect(await kept(body.event)).toMatchObject({
      type: 'participation.left',
      data: { by: 'operator' },
      effects: [{ participationId: id, status: 'pending' }],
    });
  });

  it.each(['completed', 'ended'])('is over when %s', async (phase) => {
    const { status, body } = await command(await inPhase(phase), 'leave');
    expect({ status, code: body.code, phase: body.phase }).toEqual({
      status: 409,
      code: 'wrong-phase',
      phase,
    });
  });
});

describe('reinstating', () => {
  it.each(['forfeited', 'dropped'])('is possible while %s, and remembers why and by whom', async (phase) => {
    const id = await inPhase(phase);
    const { status, body } = await command(id, 'reinstate', reason);
    expect(status).toBe(202);
    expect(await kept(body.event)).toMatchObject({
      type: 'participation.reinstated',
      data: { ...reason, by: 'operator' },
      effects: [{ participationId: id, status: 'pending' }],
    });
  });

  it.each(['invited', 'quiet', 'settling', 'completed', 'ended'])(
    'makes no sense while %s',
    async (phase) => {
      const { status, body } = await command(await inPhase(phase), 'reinstate', reason);
      expect({ status, code: body.code, phase: body.phase }).toEqual({
        status: 409,
        code: 'wrong-phase',
        phase,
      });
    },
  );

  it.each([[{}], [{ reason: '' }], [{ reason: 7 }]])('needs a reason: not %j', async (body) => {
    const answer = await api.call('POST', `/v1/participations/${await inPhase('dropped')}/reinstate`, body);
    expect(answer).toMatchObject({ status: 400, body: { pointer: '/reason' } });
  });
});

describe.each([
  ['leave', undefined],
  ['reinstate', reason],
])('%s', (name, body) => {
  it.each([randomUUID(), 'no-uuid'])('answers 404 where there is no participation: %s', async (id) => {
    expect(await command(id, name, body)).toMatchObject({
      status: 404,
      body: { code: 'participation-unknown' },
    });
  });

  it('happens once under an Idempotency-Key', async () => {
    const id = await inPhase('dropped');
    const key = { 'idempotency-key': `${name}-1` };
    const answers = await Promise.all([command(id, name, body, key), command(id, name, body, key)]);
    expect(answers[0]).toMatchObject({ status: 202, body: answers[1].body });
    const { rowCount } = await pool.query(
      `select from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = $1 and e.type <> 'participation.invited'`,
      [id],
    );
    expect(rowCount).toBe(1);
  });
});

it('a clock cannot be moved without the embedded server', async () => {
  const { status, body } = await command(await inPhase('quiet'), 'fast-forward', { by: 'P1D' });
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'no-time-machine' });
});
