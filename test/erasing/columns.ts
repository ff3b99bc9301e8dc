/**
 * Every column of the database in one of two lists. A new column belongs into the first if anything in it can lead to a customer:
 * then erasing has to reach it (activities/erasing/statements.ts) and the search for planted values has to plant there.
 */
export const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  participation: ['customer_id', 'account_id', 'bucket_id', 'forfeited_by', 'language'],
  contact: ['participation_id', 'mobile', 'email'],
  event: ['source', 'id', 'subject', 'data'],
  // calls by their keyed hashes; beside them deliveries, instants and codes
  step: ['facts'],
  grant: ['reference', 'reason'],
  // the id, as SMS centre and mail server know the person by it; the wave, as its list may name nobody else
  message: ['id', 'reference', 'reason', 'wave_id'],
  invitation_link: ['token_hash', 'participation_id', 'created_at'],
  // whoever has the list knows the person by the row
  wave_row: [
    'customer_id',
    'language',
    'account_id',
    'bucket_id',
    'reached',
    'participation_id',
    'invited_at',
  ],
  assignment: ['customer_id', 'programme_code', 'wave_id', 'arm', 'assigned_at'],
  // gone with its list, which erasing waits for where it began before
  incoming_rows: ['rows'],
  wave_contact: ['wave_id', 'n', 'mobile', 'mobile_hash', 'mobile_trunk_hash', 'email', 'email_hash'],
  idempotency_key: ['client', 'key', 'request', 'status', 'body', 'created_at'],
  erasure: ['customer_id'],
  acceptance: [
    ...[
      'participation_id',
      'what',
      'version',
      'sha256',
      'language',
      'channel',
      'accepted_at',
      'withdrawn_at',
    ],
  ],
  // what is answered may repeat what was written
  appeal: ['text', 'declined_because'],
  session: ['id_hash', 'customer_id', 'data', 'expires_at'],
  video_progress: ['participation_id', 'sittings', 'ranges', 'heard_at'],
};

/** Instants, counts, codes, and ids of ours that lead to nobody; and keyed hashes that are meant to outlive the person. */
export const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  _prisma_migrations: [
    ...['id', 'checksum', 'finished_at', 'migration_name', 'logs', 'rolled_back_at', 'started_at'],
    'applied_steps_count',
  ],
  contact: ['look_at', 'due_at'],
  programme_version: ['code', 'version', 'state', 'definition', 'created_at', 'published_at'],
  participation: [
    ...[
      'id',
      'programme_code',
      'programme_version',
      'phase',
      'ended_because',
      'invited_at',
      'invitation_ends_at',
    ],
    ...[
      'registered_at',
      'quiet_starts_at',
      'quiet_ends_at',
      'settlement_ends_at',
      'reached',
      'granted_megabytes',
    ],
    ...[
      'last_visit_at',
      'next_due_what',
      'next_due_at',
      'steps',
      'warned_for',
      'warned_at',
      'sweep_at',
      'clock_offset',
    ],
  ],
  event: ['seq', 'type', 'time', 'received_at'],
  delivery: [
    ...[
      'id',
      'event_seq',
      'participation_id',
      'accepted_at',
      'status',
      'code',
      'step',
      'attempts',
      'next_try_at',
    ],
  ],
  mailbox: ['participation_id'],
  due_participation: ['participation_id', 'due_at'],
  run: ['name', 'completed_at'],
  step: ['participation_id', 'n', 'recorded_at', 'phase'],
  grant: [
    ...['id', 'participation_id', 'code', 'megabytes', 'valid_until', 'state', 'attempts', 'retries', 'step'],
    ...['earned_at', 'credited_at', 'next_attempt_at'],
  ],
  warning: ['participation_id', 'last_visit_at', 'recorded_at'],
  message: [
    ...['participation_id', 'kind', 'cause', 'state', 'channel', 'attempts', 'claims', 'claimed_until'],
    ...[
      'may_have_arrived',
      'may_repeat',
      'due_at',
      'created_at',
      'advertised_at',
      'sent_at',
      'decided_at',
      'waits',
    ],
  ],
  help_article: ['language', 'slug', 'title', 'summary', 'markdown', 'search', 'text'],
  accepted_text: ['sha256', 'text'],
  appeal: ['id', 'participation_id', 'appealed_at', 'answered_at'],
  opt_out: ['channel', 'address_hash', 'scope', 'opted_out_at'],
  wave: [
    'id',
    'programme_code',
    'programme_version',
    'state',
    'seed',
    'created_by',
    'created_at',
    'begun_at',
    'paused_because',
    'expires_at',
  ],
  wave_row: ['wave_id', 'n', 'verdict', 'reason', 'hint'],
  incoming_list: ['id', 'wave_id', 'began_at', 'alive_until'],
  incoming_rows: ['list_id', 'batch'],
  send_rate: ['channel', 'per_second'],
  send_bucket: ['key', 'points', 'expire'],
  charging_bucket: ['key', 'points', 'expire'],
  erasure: [
    ...[
      'id',
      'state',
      'requested_by',
      'requested_at',
      'due_at',
      'look_at',
      'carried_out_at',
      'participations',
    ],
    'unpaid_grants',
  ],
  erased: ['hash', 'held_out'],
};
