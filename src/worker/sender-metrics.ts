import { Counter, type Registry } from 'prom-client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CHANNELS, type Channel } from '../domain/messages/kinds.js';
import { RUN_GAUGE } from '../metrics/run-gauge.js';
import { type SqlGauge, sqlGauges } from '../metrics/sql-gauges.js';

/** What the person on call looks at: messages by what became of them, what nobody can send, and what waits. */
export interface SenderMetrics {
  readonly messages: Counter<'outcome'>;
  readonly alarms: Counter<'channel'>;
}

const OUTCOMES = ['sent', 'delivered', 'failed', 'suppressed', 'again'] as const;

const GAUGES: readonly SqlGauge[] = [
  {
    name: 'quietline_messages_due_oldest_seconds',
    help: 'How long the message that is due longest has waited for a sender. Alarm above 300.',
    sql: `select extract(epoch from now() - min(due_at))::float as value from message where state = 'pending' and due_at < now()`,
  },
  {
    name: 'quietline_messages_failing',
    help: 'Messages that were tried in vain and will be tried again. Alarm when it stays above 0.',
    // no try is put off by more than an hour
    sql: `select count(*)::int as value from message
      where state = 'pending' and attempts > 0 and due_at < now() + interval '1 hour'`,
  },
  {
    name: 'quietline_waves_stopped',
    help: 'Waves that paused themselves: too many of their messages failed, their send window never opens, or their programme changed. Alarm above 0.',
    sql: `select count(*)::int as value from wave where state = 'paused' and paused_because <> 'asked'`,
  },
  RUN_GAUGE,
];

/** Registers the sender's metrics, whose gauges are collected on this pool. */
export function senderMetrics(registry: Registry, pool: Pool, log?: Logger): SenderMetrics {
  sqlGauges(registry, pool, GAUGES, log);
  const messages = new Counter({
    name: 'quietline_messages_total',
    help: 'Messages by what became of them; again: a try in vain. Alarm on failed where it rises faster than usual.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of OUTCOMES) messages.inc({ outcome }, 0);
  const alarms = new Counter({
    name: 'quietline_message_alarms_total',
    help: 'What waiting does not mend at the SMS centre or the mail server: address or credentials. Alarm on any increase.',
    labelNames: ['channel'],
    registers: [registry],
  });
  // From the start, so that the first alarm is a rise.
  for (const channel of CHANNELS) alarms.inc({ channel } satisfies { channel: Channel }, 0);
  return { messages, alarms };
}
