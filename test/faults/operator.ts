import { randomUUID } from 'node:crypto';
import type { ErasureView } from '../../src/customers/erasure.js';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { GrantView } from '../../src/grants/grant.js';
import type { ParticipationView } from '../../src/participations/view.js';
import type { WaveView } from '../../src/waves/wave.js';
import type { BookingLine } from '../../stand-ins/charging/for-testers.js';
import type { Letter } from '../../stand-ins/mailbox/letters.js';
import { until } from '../support/until.js';
import type { Shipped } from './shipped.js';

const PATIENCE_MS = 120_000;

/** An event that the API has accepted. */
export interface Accepted {
  readonly source: string;
  readonly id: string;
}

/** An operator's systems: they speak HTTP only, and repeat every call until it is answered, as such systems do. */
export class Operator {
  readonly accepted: Accepted[] = [];

  private constructor(
    private readonly shipped: Shipped,
    private readonly token: string,
  ) {}

  static async of(shipped: Shipped): Promise<Operator> {
    return new Operator(shipped, await shipped.token());
  }

  async publish(definition: { readonly code: string }): Promise<void> {
    const { version } = await this.call<{ version: number }>('POST', '/v1/programmes', definition);
    await this.call('POST', `/v1/programmes/${definition.code}/versions/${version}/publish`);
  }

  /** `more`: contact data, an account, whatever else comes with an invitation. */
  async invite(programme: string, customerId: string, more: object = {}): Promise<string> {
    const { id } = await this.call<ParticipationView>('POST', '/v1/participations', {
      programme,
      customerId,
      ...more,
    });
    return id;
  }

  /** Sends one event until it is durable; twice over where it is to be a duplicate. */
  async send(subject: string, type: string, { data = {}, time = new Date(), twice = false } = {}) {
    const event = {
      specversion: '1.0',
      source: 'urn:operator',
      id: randomUUID(),
      type,
      time: time.toISOString(),
      subject,
      data,
    };
    const answers = await Promise.all(
      Array.from({ length: twice ? 2 : 1 }, () =>
        this.call<readonly { status: string }[]>('POST', '/v1/events', event),
      ),
    );
    const refused = answers.flat().find(({ status }) => status !== 'accepted' && status !== 'duplicate');
    if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
    this.accepted.push(event);
  }

  /** Moves this participation's clock, `by` an exact ISO 8601 duration; resolves once it is certain to be done. */
  async fastForward(id: string, by: string): Promise<void> {
    await this.call('POST', `/v1/participations/${id}/fast-forward`, { by });
  }

  participation(id: string): Promise<ParticipationView> {
    return this.call<ParticipationView>('GET', `/v1/participations/${id}`);
  }

  /** The participation as soon as `holds` says so. */
  async until(
    id: string,
    holds: (view: ParticipationView) => boolean,
    withinMs = PATIENCE_MS,
  ): Promise<ParticipationView> {
    return until(async () => {
      const view = await this.participation(id);
      return holds(view) ? view : undefined;
    }, withinMs);
  }

  /** Every event in the inbox once none waits for an outcome. */
  async decidedEvents(): Promise<readonly KeptEvent[]> {
    await until(async () => {
      const { items } = await this.call<{ items: KeptEvent[] }>('GET', '/v1/events?status=pending');
      return items.length === 0 || undefined;
    }, PATIENCE_MS);
    return this.all<KeptEvent>('/v1/events');
  }

  /** Every grant as it stands, of one participation or of all. */
  grants(participation?: string): Promise<readonly GrantView[]> {
    const filter = participation === undefined ? '' : `&participation=${participation}`;
    return this.all<GrantView>('/v1/grants', filter);
  }

  /** Every grant, of one participation or of all, once there are some and none is pending. */
  async settledGrants(participation?: string): Promise<readonly GrantView[]> {
    return until(async () => {
      const grants = await this.grants(participation);
      return grants.length > 0 && grants.every(({ state }) => state !== 'pending') ? grants : undefined;
    }, PATIENCE_MS);
  }

  /** Asks for a failed grant to be tried again. */
  async retry(grant: string): Promise<void> {
    await this.call('POST', `/v1/grants/${grant}/retry`);
  }

  async leave(id: string): Promise<void> {
    await this.call('POST', `/v1/participations/${id}/leave`);
  }

  erase(customerId: string): Promise<ErasureView> {
    return this.call('POST', `/v1/customers/${customerId}/erase`);
  }

  erasure(id: string): Promise<ErasureView> {
    return this.call('GET', `/v1/erasures/${id}`);
  }

  /** A wave whose list is still to come. */
  emptyWave(programme: string): Promise<WaveView> {
    return this.call<WaveView>('POST', '/v1/waves', { programme });
  }

  /** A wave with this list, judged and ready to be sent. */
  async wave(programme: string, csv: string): Promise<string> {
    const { id } = await this.emptyWave(programme);
    await this.call('PUT', `/v1/waves/${id}/list`, csv);
    return id;
  }

  async steer(wave: string, step: 'send' | 'pause' | 'resume'): Promise<WaveView> {
    return this.call<WaveView>('POST', `/v1/waves/${wave}/${step}`);
  }

  /** The wave as soon as `holds` says so. */
  async untilWave(id: string, holds: (view: WaveView) => boolean): Promise<WaveView> {
    return until(async () => {
      const view = await this.call<WaveView>('GET', `/v1/waves/${id}`);
      return holds(view) ? view : undefined;
    }, PATIENCE_MS);
  }

  /** How many messages a second may leave by SMS. */
  async rate(perSecond: number): Promise<void> {
    await this.call('PUT', '/v1/send-rates/sms', { perSecond });
  }

  /** Every participation. */
  participations(programme: string): Promise<readonly ParticipationView[]> {
    return this.all<ParticipationView>('/v1/participations', `&programme=${programme}`);
  }

  /** Everything that has reached customers. */
  async letters(): Promise<readonly Letter[]> {
    const response = await fetch(`${this.shipped.url('mailbox')}/letters?limit=10000`);
    return ((await response.json()) as { items: Letter[] }).items;
  }

  /** What the charging system has booked. */
  async bookings(): Promise<readonly BookingLine[]> {
    const response = await fetch(`${this.shipped.url('charging')}/bookings?limit=10000`);
    return ((await response.json()) as { items: BookingLine[] }).items;
  }

  /** Tells the charging system how to behave. */
  tellCharging(behaviour: object): Promise<void> {
    return this.tell('charging', behaviour);
  }

  /** Tells SMS centre and mail server how to behave. */
  tellMailbox(behaviour: object): Promise<void> {
    return this.tell('mailbox', behaviour);
  }

  private async tell(system: 'charging' | 'mailbox', behaviour: object): Promise<void> {
    const { status } = await fetch(`${this.shipped.url(system)}/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
    if (status !== 200) throw new Error(`${system} answered ${status}`);
  }

  /** Every page of a list. */
  private async all<Item>(path: string, filter = '', cursor?: string): Promise<readonly Item[]> {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await this.call<{ items: Item[]; next: string | null }>(
      'GET',
      `${path}?limit=100${filter}${from}`,
    );
    return page.next === null
      ? page.items
      : [...page.items, ...(await this.all<Item>(path, filter, page.next))];
  }

  /** Repeats while nobody answers or the answer is a 5xx; an answer that refuses is thrown. */
  private async call<Body>(method: string, path: string, body?: object | string): Promise<Body> {
    const key = randomUUID();
    const response = await until(async () => {
      const answer = await this.once(method, path, key, body);
      return answer && answer.status < 500 ? answer : undefined;
    }, PATIENCE_MS);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  private async once(method: string, path: string, key: string, body?: object | string) {
    try {
      return await fetch(this.shipped.url('api') + path, {
        method,
        headers: {
          authorization: `Bearer ${this.token}`,
          ...(body && { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
          ...(method === 'POST' && { 'idempotency-key': key }),
        },
        ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(20_000),
      });
    } catch {
      return undefined; // it is down; the same call follows
    }
  }
}
