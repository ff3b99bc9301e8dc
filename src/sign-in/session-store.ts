import { createHash } from 'node:crypto';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { Queryable } from '../database/database.js';
import type { Milliseconds } from '../domain/terms.js';
import { forgottenAt } from './session.js';

const PRUNE_EVERY: Milliseconds = 10 * 60_000;

type Callback = (error?: unknown) => void;

/** Waits for an erasure that is being carried out, which deletes sessions, and then keeps none of a customer who is gone. */
const INSERT = `
insert into session (id_hash, customer_id, data, expires_at) select $1, $2, $3::jsonb, $4::timestamptz
where $2::text is null or exists (select from participation where customer_id = $2 for key share)
on conflict (id_hash) do update set customer_id = $2, data = $3::jsonb, expires_at = $4::timestamptz`;

/** Sessions in PostgreSQL under the hash of their id, so that whoever reads the table cannot sign in with it. */
export class PostgresSessions implements SessionStore {
  private pruneFrom = 0;

  constructor(
    private readonly db: Queryable,
    private readonly now: () => number = Date.now,
  ) {}

  get(id: string, callback: (error: unknown, session?: Session | null) => void): void {
    this.read(id).then((session) => callback(null, session), callback);
  }

  set(id: string, session: Session, callback: Callback): void {
    this.write(id, session).then(() => callback(), callback);
  }

  destroy(id: string, callback: Callback): void {
    this.db.query('delete from session where id_hash = $1', [hashOf(id)]).then(() => callback(), callback);
  }

  private async read(id: string): Promise<Session | null> {
    const { rows } = await this.db.query<{ customer_id: string | null; data: Partial<Session> }>({
      name: 'session-read',
      text: 'select customer_id, data from session where id_hash = $1 and expires_at > $2',
      values: [hashOf(id), new Date(this.now())],
    });
    const row = rows[0];
    if (!row) return null;
    const customer = row.customer_id === null ? {} : { customer: row.customer_id };
    return { cookie: { originalMaxAge: null }, ...row.data, ...customer, stored: true };
  }

  /** A session that another request has ended meanwhile stays ended. */
  private async write(id: string, session: Session): Promise<void> {
    await this.prune();
    const { customer = null, stored, cookie: _, ...data } = session;
    const values = [hashOf(id), customer, JSON.stringify(data), new Date(forgottenAt(session, this.now()))];
    await this.db.query(
      stored ? 'update session set customer_id = $2, data = $3, expires_at = $4 where id_hash = $1' : INSERT,
      values,
    );
  }

  private async prune(): Promise<void> {
    const now = this.now();
    if (now < this.pruneFrom) return;
    this.pruneFrom = now + PRUNE_EVERY;
    await this.db.query('delete from session where expires_at <= $1', [new Date(now)]);
  }
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
