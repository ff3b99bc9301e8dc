import pg from 'pg';
import { freePorts } from '../../src/embedded/ports.js';
import type { Contender } from '../contender.js';
import { startProcess, stopProcess } from '../process.js';
import type { System } from '../system.js';

const TABLES = `
  create table customer (id text primary key, forfeited boolean not null default false);
  create table reward (id text primary key, customer text not null, megabytes int not null, credited boolean not null default false);
  create index on reward (customer)`;

/** The way the samples do it: a controller that signals inline, ordinary activities, a grant row in PostgreSQL. */
export async function textbookContender(system: System): Promise<Contender> {
  await createDatabase(system);
  const port = await freePorts();
  const env = {
    TEMPORAL_ADDRESS: system.temporalAddress,
    CHARGING_URL: system.chargingUrl,
    DATABASE_URL: system.databaseUrl('textbook'),
    PORT: String(port),
  };
  const processes = [
    await startProcess('textbook/worker.js', env),
    await startProcess('textbook/api.js', env),
  ];
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 1 });
  const post = async (path: string, body: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  };
  return {
    name: 'textbook',
    invite: (customer) => post('/customers', { customer }),
    report: (customer, event) => post(`/customers/${customer}/events`, { event }),
    completed: async (customers) => {
      const { rows } = await pool.query<{ id: string }>(
        `select id from customer c where id = any ($1) and forfeited
         and (select count(*) from reward r where r.customer = c.id and r.credited) = 3`,
        [customers],
      );
      return rows.map(({ id }) => id);
    },
    started: (customers) => Promise.resolve(customers),
    stop: async () => {
      await pool.end();
      await Promise.all(processes.map(stopProcess));
    },
  };
}

async function createDatabase(system: System): Promise<void> {
  const admin = new pg.Client({ connectionString: system.databaseUrl('postgres') });
  await admin.connect();
  await admin.query('create database textbook');
  await admin.end();
  const client = new pg.Client({ connectionString: system.databaseUrl('textbook') });
  await client.connect();
  await client.query(TABLES);
  await client.end();
}
