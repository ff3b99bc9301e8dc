import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../database/database.js';
import { Problem } from '../problems/problem.js';
import { Answer } from './answer.js';
import type { Call } from './call.js';

/** Lets a creating call be repeated: the effect and the answer are written in one transaction, or neither. */
@Injectable()
export class Idempotency {
  constructor(private readonly database: Database) {}

  /**
   * Does the work in a transaction; under an Idempotency-Key only once, every repetition getting the same answer and
   * waiting for one that is still under way. Throws Problem (422) when the key was used for another request.
   */
  once(call: Call, work: (client: PoolClient) => Promise<Answer>): Promise<Answer> {
    return this.database.commands.transaction(async (client) => {
      const known = await answered(client, call);
      if (known) return known;
      const answer = await work(client);
      await remember(client, call, answer);
      return answer;
    });
  }
}

async function answered(client: PoolClient, call: Call): Promise<Answer | undefined> {
  if (!call.repeatable) return undefined;
  const { key, request } = call.repeatable;
  // The lock of the key makes a duplicate wait until the first one has committed or failed.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${call.client}\n${key}`]);
  const { rows } = await client.query<{ request: string; status: number; body: unknown }>(
    'select request, status, body from idempotency_key where client = $1 and key = $2',
    [call.client, key],
  );
  if (rows[0] && rows[0].request !== request) {
    throw new Problem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key stands for another request: take a new one.',
    );
  }
  return rows[0] && new Answer(rows[0].status, rows[0].body);
}

async function remember(client: PoolClient, call: Call, { status, body }: Answer): Promise<void> {
  if (!call.repeatable) return;
  await client.query(
    'insert into idempotency_key (client, key, request, status, body) values ($1, $2, $3, $4, $5)',
    [call.client, call.repeatable.key, call.repeatable.request, status, JSON.stringify(body)],
  );
}
