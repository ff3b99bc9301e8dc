/** What is left of rows that belong to these participations ($1, their ids), table by table. A table that keeps more gets a line more. */
export const OF_PARTICIPATIONS: readonly string[] = [
  'delete from contact where participation_id = any ($1::uuid[])',
  'delete from video_progress where participation_id = any ($1::uuid[])',
  'delete from invitation_link where participation_id = any ($1::uuid[])',
  'delete from acceptance where participation_id = any ($1::uuid[])',
  // that there was one stays for the journal, and nobody has to decide it any more
  `update appeal a set text = '', declined_because = case when declined_because is not null then '' end,
     answered_at = coalesce(answered_at, now() + p.clock_offset * interval '1 millisecond')
   from participation p where p.id = a.participation_id and p.id = any ($1::uuid[])`,
  // SMS centre and mail server know the person by our id; a sender that has claimed one loses it with that and its claim
  `update message m set id = gen_random_uuid(), claims = m.claims + 1, claimed_until = null, due_at = null, reference = null, wave_id = null,
     state = case when state <> 'pending' then state when may_have_arrived then 'failed' else 'suppressed' end,
     reason = case when state = 'pending' then 'erased' else reason end,
     decided_at = coalesce(decided_at, now() + p.clock_offset * interval '1 millisecond')
   from participation p where p.id = m.participation_id and p.id = any ($1::uuid[])`,
  // the charging system's id of a booking leads to the account
  `update "grant" set reference = null, state = case state when 'credited' then state else 'failed' end,
     reason = case state when 'credited' then null else 'erased' end
   where participation_id = any ($1::uuid[])`,
  // whoever knows a callId and the key finds its hash again; one call stays one, so that a workflow that is reset goes the same way
  `with called as (
     select distinct s.participation_id, fact ->> 'call' as call from step s, jsonb_array_elements(s.facts) fact
     where s.participation_id = any ($1::uuid[]) and fact ? 'call'
   ), renamed as materialized (
     select participation_id, call, gen_random_uuid() as name from called
   )
   update step s set facts = (
     select jsonb_agg(case when r.name is null then fact else jsonb_set(fact, '{call}', to_jsonb(r.name)) end order by place)
     from jsonb_array_elements(s.facts) with ordinality as f(fact, place)
     left join renamed r on r.participation_id = s.participation_id and r.call = fact ->> 'call'
   )
   where s.participation_id = any ($1::uuid[]) and jsonb_path_exists(s.facts, '$[*].call')`,
  `update participation set customer_id = null, account_id = null, bucket_id = null, forfeited_by = null, language = 'de'
   where id = any ($1::uuid[])`,
];

/** What is left of rows that are found by the customerId ($1), table by table. What others point to comes after them. */
export const OF_CUSTOMER: readonly string[] = [
  // a page that is being invited locks its rows before it deletes their addresses
  'select from wave_row where customer_id = $1 order by wave_id, n for update',
  `delete from idempotency_key where coalesce(body ->> 'customerId', body #>> '{event,id}', body ->> 'participationId') in (
     select $1 union all select id from event where subject = $1 and source = 'urn:quietline'
     union all select id::text from participation where customer_id = $1
   )`,
  `update delivery d set status = 'ignored', code = 'erased' from event e
   where e.subject = $1 and d.event_seq = e.seq and d.status in ('pending', 'parked')`,
  // kept for counting alone, as the calls of somebody who was held out
  'delete from event e where e.subject = $1 and not exists (select from delivery d where d.event_seq = e.seq)',
  // type and instants stay for the journal; a source may name a person too
  `update event set source = 'urn:quietline:erased', id = gen_random_uuid()::text, subject = null, data = '{}' where subject = $1`,
  'delete from wave_contact c using wave_row r where r.wave_id = c.wave_id and r.n = c.n and r.customer_id = $1',
  'delete from session where customer_id = $1',
  'delete from assignment where customer_id = $1',
  `update wave_row set customer_id = null, account_id = null, bucket_id = null, reached = null, language = null,
     participation_id = null, invited_at = null,
     verdict = case verdict when 'to-invite' then 'refused' else verdict end,
     reason = case verdict when 'to-invite' then 'erased' else reason end
   where customer_id = $1`,
];

/** The programmes that must not invite this customer ($1) again: those of participations, and those whose holdout was drawn with them. */
export const PROGRAMMES = `
select programme, bool_or(held_out) as "heldOut" from (
  select programme_code as programme, false as held_out from participation where customer_id = $1
  union all
  select programme_code, arm = 'held-out' from assignment where customer_id = $1
) known group by programme`;
