import { randomUUID } from 'node:crypto';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { ParticipationView } from '../../src/participations/view.js';
import type { TestApi } from './api.js';
import { cloudEvent } from './events.js';
import { listOf, waveCalls } from './waves.js';

/** Of every call, as the OpenAPI document names it, the statuses that were answered when it was made in its right place. */
export type Walked = Map<string, readonly number[]>;

const PROGRAMME = definition.code;

/** Makes the calls of an operator's system in the order in which it would, each so that it succeeds, if it can, and does its work. */
export class EveryCall {
  private readonly walked = new Map<string, number[]>();

  constructor(private readonly api: TestApi) {}

  /** The calls that write. Each that takes an Idempotency-Key has one, and where it can be made twice it is made again without. */
  async writing(): Promise<Walked> {
    await this.programmes();
    const id = await this.participations();
    await this.grants(id);
    await this.waves();
    await this.customers();
    return this.walked;
  }

  /** The calls that read. */
  async reading(): Promise<Walked> {
    const [id, wave] = [await this.idOf('participation'), await this.idOf('wave')];
    const erasure = await this.idOf('erasure');
    for (const path of [
      ...['/v1/programmes', '/v1/participations', '/v1/events', '/v1/grants', '/v1/waves', '/v1/send-rates'],
      ...['/health/live', '/health/ready', '/metrics'],
    ])
      await this.make('GET', path);
    await this.make('GET', '/v1/programmes/{code}', { code: PROGRAMME });
    for (const what of ['', '/journal', '/appeals'])
      await this.make('GET', `/v1/participations/{id}${what}`, { id });
    for (const what of ['', '/report']) await this.make('GET', `/v1/waves/{id}${what}`, { id: wave });
    await this.make('GET', '/v1/erasures/{id}', { id: erasure });
    await this.make('POST', '/v1/customers/{customerId}/export', { customerId: 'walked' });
    return this.walked;
  }

  private async programmes(): Promise<void> {
    await this.keyed('POST', '/v1/programmes', {}, definition);
    for (const version of ['1', '2'])
      await this.make('POST', '/v1/programmes/{code}/versions/{version}/publish', {
        code: PROGRAMME,
        version,
      });
  }

  private async participations(): Promise<string> {
    await this.keyed('POST', '/v1/participations', {}, { programme: PROGRAMME, customerId: 'walked' });
    const id = await this.idOf('participation');
    const events = [1, 2].map(() => cloudEvent('walked', 'selfservice.visited'));
    await this.make('POST', '/v1/events', {}, events, {
      'content-type': 'application/cloudevents-batch+json',
    });
    await this.set(id, 'forfeited');
    await this.keyed('POST', '/v1/participations/{id}/reinstate', { id }, { reason: 'walked' });
    await this.appeal(id);
    const decline = '/v1/participations/{id}/appeal/decline';
    await this.make('POST', decline, { id }, { reason: 'walked' }, { 'idempotency-key': randomUUID() });
    await this.make('POST', '/v1/participations/{id}/fast-forward', { id }, { by: 'P1D' });
    await this.keyed('POST', '/v1/participations/{id}/leave', { id });
    return id;
  }

  private async grants(participation: string): Promise<void> {
    const id = randomUUID();
    await this.api.database.pool.query(
      `insert into "grant" (id, participation_id, code, megabytes, state, step, earned_at)
       values ($1, $2, 'registered', 600, 'failed', 1, now())`,
      [id, participation],
    );
    await this.make('POST', '/v1/grants/{id}/retry', { id });
  }

  private async waves(): Promise<void> {
    await this.keyed('POST', '/v1/waves', {}, { programme: PROGRAMME });
    const id = await this.idOf('wave');
    const { status } = await waveCalls(this.api).fill(id, listOf(['walked-1', 'walked-2']));
    this.note('PUT /v1/waves/{id}/list', status);
    for (const step of ['send', 'pause', 'resume', 'cancel'])
      await this.make('POST', `/v1/waves/{id}/${step}`, { id });
    await this.make('PUT', '/v1/send-rates/{channel}', { channel: 'sms' }, { perSecond: 20 });
    await this.make('POST', '/v1/opt-outs', {}, { channel: 'sms', address: '+4915123456789' });
  }

  private async customers(): Promise<void> {
    await this.make('POST', '/v1/customers/{customerId}/erase', { customerId: 'somebody-else' });
  }

  private async keyed(
    method: string,
    path: string,
    parameters: Readonly<Record<string, string>>,
    body?: object,
  ): Promise<void> {
    await this.make(method, path, parameters, body, { 'idempotency-key': randomUUID() });
    await this.make(method, path, parameters, body);
  }

  private async make(
    method: string,
    path: string,
    parameters: Readonly<Record<string, string>> = {},
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');
    const { status } = await this.api.call<unknown>(method, address, body, headers);
    this.note(`${method} ${path}`, status);
  }

  private note(call: string, status: number): void {
    this.walked.set(call, [...(this.walked.get(call) ?? []), status]);
  }

  private async idOf(table: 'participation' | 'wave' | 'erasure'): Promise<string> {
    const { rows } = await this.api.database.pool.query<{ id: string }>(
      `select id from ${table} order by id`,
    );
    if (!rows[0]) throw new Error(`no ${table} was made`);
    return rows[0].id;
  }

  private async set(id: string, phase: ParticipationView['phase']): Promise<void> {
    await this.api.database.pool.query('update participation set phase = $2 where id = $1', [id, phase]);
  }

  private async appeal(id: string): Promise<void> {
    await this.api.database.pool.query(
      `insert into appeal (id, participation_id, text, appealed_at) values ($1, $2, 'walked', now())`,
      [randomUUID(), id],
    );
  }
}
