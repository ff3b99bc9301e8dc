import type { PoolClient } from 'pg';
import { customerHash } from '../../prisma/erased.js';
import { OF_CUSTOMER, OF_PARTICIPATIONS, PROGRAMMES } from './statements.js';

/**
 * Deletes everything that leads to this customer and writes the receipt, whose instants become days: the stop stands in the journal to
 * the millisecond. Participations are locked and closed by then.
 */
export async function carryOut(
  client: PoolClient,
  hashKey: string,
  erasure: { readonly id: string; readonly customer: string },
  participations: readonly { readonly id: string }[],
): Promise<void> {
  const ids = participations.map(({ id }) => id);
  await keepHashes(client, hashKey, erasure.customer);
  for (const statement of OF_CUSTOMER) await client.query(statement, [erasure.customer]);
  for (const statement of OF_PARTICIPATIONS) await client.query(statement, [ids]);
  await client.query(
    `update erasure set state = 'done', customer_id = null, look_at = null, participations = $2,
       requested_at = date_trunc('day', requested_at, 'UTC'), due_at = date_trunc('day', due_at, 'UTC'),
       carried_out_at = date_trunc('day', now(), 'UTC'),
       unpaid_grants = array(
         select id from "grant" where participation_id = any ($3::uuid[]) and state = 'failed' order by earned_at, id
       )
     where id = $1`,
    [erasure.id, ids.length, ids],
  );
}

/** R1 holds for ever, and the holdout too: of both only keyed hashes stay. */
async function keepHashes(client: PoolClient, hashKey: string, customer: string): Promise<void> {
  const { rows } = await client.query<{ programme: string; heldOut: boolean }>(PROGRAMMES, [customer]);
  await client.query(
    `insert into erased (hash, held_out) select * from unnest($1::text[], $2::boolean[])
     on conflict (hash) do update set held_out = erased.held_out or excluded.held_out`,
    [
      rows.map(({ programme }) => customerHash(hashKey, programme, customer)),
      rows.map(({ heldOut }) => heldOut),
    ],
  );
}
