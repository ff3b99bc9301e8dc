import type { PoolClient } from 'pg';
import { v5 as uuidOf } from 'uuid';
import type { Outcome, Proposal } from '../../src/domain/decide.js';
import type { Granted } from '../../src/domain/facts.js';
import { visitsIn } from '../../src/domain/judge.js';
import { type Occasion, occasionsOf } from '../../src/domain/messages/occasions.js';
import { project } from '../../src/domain/projection.js';
import { evolve, type State } from '../../src/domain/state.js';
import { type Instant, type Milliseconds, milestone, type Terms } from '../../src/domain/terms.js';
import { nextLook, type Visits } from '../../src/domain/visits.js';
import type { StepProposal } from '../../workflows/contract/participation.js';
import { validUntil } from '../grants/valid-until.js';
import type { LockedRow } from './locked-row.js';
import { CONTACTS_KEPT_MS } from '../contacts/forgetting.js';

/** The one id that a participation's grant for this code can have, so that no second one can be credited (R14). */
export function grantIdOf(participation: string, code: string): string {
  return uuidOf(code, participation);
}

/** Writes the outcomes of deliveries that changed nothing; one that was parked has been heard after all. */
export async function writeOutcomes(client: PoolClient, outcomes: readonly Outcome[]): Promise<void> {
  await client.query(
    `update delivery d set status = o.status, code = o.code
     from unnest($1::bigint[], $2::text[], $3::text[]) as o(delivery, status, code)
     where d.id = o.delivery and d.id = any ($1) and d.status in ('pending', 'parked')`,
    [...columnsOf(outcomes)],
  );
}

/**
 * For `unnest`, beside which `id = any` stands: a plan made while the table was small would otherwise read all deliveries of all
 * customers to find these few, until the table is analyzed again.
 */
function columnsOf(outcomes: readonly Outcome[]) {
  return [
    outcomes.map(({ delivery }) => delivery),
    outcomes.map(({ status }) => status),
    outcomes.map(({ code }) => code ?? null),
  ] as const;
}

const WRITE = `
with written as (
  insert into step (participation_id, n, recorded_at, phase, facts) values ($1, $2, $3, $4, $5)
), decided as (
  update delivery d set status = o.status, code = o.code, step = case o.status when 'applied' then $2 end
  from unnest($6::bigint[], $20::text[], $21::text[]) as o(delivery, status, code)
  where d.id = o.delivery and d.id = any ($6) and d.status in ('pending', 'parked')
), granted as (
  insert into "grant" (id, participation_id, code, megabytes, valid_until, attempts, next_attempt_at, step, earned_at)
  select id, $1, code, megabytes, valid_until, 1, clock_timestamp() + $22 * interval '1 millisecond', $2, earned_at
  from jsonb_to_recordset($7::jsonb) as g(id uuid, code text, megabytes int, valid_until timestamptz, earned_at timestamptz)
  on conflict (participation_id, code) do nothing
  returning id, megabytes
), told as (
  insert into message (id, participation_id, kind, cause, due_at)
  select gen_random_uuid(), $1, kind, cause, coalesce(due_at, now())
  from jsonb_to_recordset($19::jsonb) as o(kind text, cause text, due_at timestamptz)
  where exists (select from contact where participation_id = $1)
  on conflict (participation_id, kind, cause) do nothing
), parting as (
  -- afterwards the addresses are needed for what is still to be told alone
  update contact set look_at = date_trunc('milliseconds', now()), due_at = $23
  where participation_id = $1 and $4 in ('completed', 'ended') and look_at is null
), answered as (
  -- nothing is lost any more, or nothing can be given back: a later loss can be appealed against anew
  update appeal set answered_at = $3 where participation_id = $1 and answered_at is null and $4 not in ('forfeited', 'dropped')
)
update participation set
  steps = $2, phase = $4, ended_because = $8, registered_at = $9, quiet_starts_at = $10, quiet_ends_at = $11,
  forfeited_by = (select e.data ->> 'callId' from delivery d join event e on e.seq = d.event_seq where d.id = $12),
  reached = $13, next_due_what = $14, next_due_at = $15, last_visit_at = $16, sweep_at = $17,
  settlement_ends_at = $18,
  granted_megabytes = granted_megabytes + coalesce((select sum(megabytes) from granted), 0)
where id = $1
returning array(select id::text from granted) as granted`;

/** Writes step, outcomes, grants, what is to be told, the end of an appeal and projection in one statement; answers the ids of the new grants, whose first try is to follow within `firstTryMs`: until then nobody else tries them. */
export async function writeStep(
  client: PoolClient,
  { participation, n, state, terms }: StepProposal,
  judged: Proposal,
  row: LockedRow,
  firstTryMs: Milliseconds,
): Promise<readonly string[]> {
  const after = evolve(state, judged);
  const shown = project(after, terms, judged.recordedAt);
  const visits = visitsIn(after, row.visits);
  const [deliveries, statuses, codes] = columnsOf(judged.outcomes);
  const { rows } = await client.query<{ granted: string[] }>({
    name: 'write-step',
    text: WRITE,
    values: [
      participation,
      n,
      new Date(judged.recordedAt),
      shown.phase,
      JSON.stringify(judged.facts),
      deliveries,
      JSON.stringify(grantsOf(participation, judged, terms)),
      shown.endedBecause ?? null,
      date(shown.registeredAt),
      date(shown.quietStartsAt),
      date(shown.quietEndsAt),
      shown.forfeitedBy ?? null,
      JSON.stringify(isoTimes(shown.reached)),
      shown.nextDue?.what ?? null,
      date(shown.nextDue?.at),
      date(visits?.lastVisitAt ?? row.visits.lastVisitAt),
      date(visits && sweepAt(after, terms, visits, row.clockOffset)),
      date(shown.settlementEndsAt),
      JSON.stringify(toldOf(occasionsOf(n, state, after, judged, terms), row.clockOffset)),
      statuses,
      codes,
      firstTryMs,
      new Date(Date.now() + CONTACTS_KEPT_MS),
    ],
  });
  return rows[0]?.granted ?? [];
}

function grantsOf(participation: string, { facts, recordedAt }: Proposal, terms: Terms) {
  return facts
    .filter((fact): fact is Granted => fact.type === 'granted')
    .map(({ code, megabytes, time }) => {
      const { validFor } = milestone(terms, code)?.reward ?? terms.quietReward;
      const until = validFor && validUntil(recordedAt, validFor, terms.timeZone);
      return {
        id: grantIdOf(participation, code),
        code,
        megabytes,
        valid_until: until ? new Date(until) : null,
        earned_at: new Date(time),
      };
    });
}

/** Due instants are on the wall clock. */
function toldOf(occasions: readonly Occasion[], clockOffset: number) {
  return occasions.map(({ at, ...occasion }) => ({
    ...occasion,
    ...(at !== undefined && { due_at: new Date(at - clockOffset) }),
  }));
}

/** On the wall clock, when the sweep has to look at this participation again (R9). */
function sweepAt(state: State, terms: Terms, visits: Visits, clockOffset: number): Instant | undefined {
  if (state.closed || state.drop || !state.registration) return undefined;
  const look = nextLook(visits, terms, state.registration.quietEndsAt);
  return look && look.at - clockOffset;
}

function isoTimes(times: Readonly<Record<string, Instant>>): Record<string, string> {
  return Object.fromEntries(Object.entries(times).map(([code, at]) => [code, new Date(at).toISOString()]));
}

function date(at: Instant | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
