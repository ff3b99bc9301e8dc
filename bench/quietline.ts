import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Contender, JourneyEvent } from './contender.js';
import type { System } from './system.js';

const TYPES: Record<JourneyEvent, { type: string; data: (customer: string) => object }> = {
  registered: { type: 'selfservice.registered', data: () => ({ privacyPolicy: '2026-01' }) },
  'video-watched': { type: 'selfservice.video-watched', data: () => ({}) },
  'app-installed': { type: 'selfservice.app-installed', data: () => ({}) },
  called: { type: 'hotline.called', data: (customer) => ({ callId: `call-${customer}` }) },
};

/** Quietline as it ships, over HTTP. */
export function quietline(system: System): Contender {
  const pool = new pg.Pool({ connectionString: system.databaseUrl('quietline'), max: 1 });
  const authorization = `Bearer ${system.token}`;
  const post = async (path: string, type: string, body: object) => {
    const response = await fetch(`${system.api}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  };
  const which = async (sql: string, customers: readonly string[]) => {
    const { rows } = await pool.query<{ customer_id: string }>(sql, [customers]);
    return rows.map((row) => row.customer_id);
  };
  return {
    name: 'Quietline',
    invite: (customerId) =>
      post('/v1/participations', 'application/json', { programme: 'online-statt-hotline', customerId }),
    report: (customer, event) =>
      post('/v1/events', 'application/cloudevents+json', {
        specversion: '1.0',
        id: randomUUID(),
        source: 'urn:bench',
        subject: customer,
        time: new Date().toISOString(),
        type: TYPES[event].type,
        data: TYPES[event].data(customer),
      }),
    completed: (customers) =>
      which(
        `select customer_id from participation p where customer_id = any ($1) and phase = 'forfeited'
         and (select count(*) from "grant" g where g.participation_id = p.id and g.state = 'credited') = 3`,
        customers,
      ),
    started: (customers) =>
      which(
        `select customer_id from participation p where customer_id = any ($1) and not exists (
           select from delivery d where d.participation_id = p.id and d.status = 'pending')`,
        customers,
      ),
    stop: () => pool.end(),
  };
}
