import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createDatabase } from '../support/database.js';
import { Inbox } from '../relay/kit.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { readConfig } from '../../src/config.js';
import { Sender } from '../../src/worker/sender.js';
import { senderMetrics } from '../../src/worker/sender-metrics.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { until } from '../support/until.js';

const database = await createDatabase();
const { pool } = database;
const mailbox = await toldMailbox();
const inbox = await Inbox.open(database);

const config = readConfig({
  ...SENDER_SETTINGS,
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  CHARGING_URL: 'http://charging.example',
  AUTH_ISSUER: 'http://127.0.0.1:1',
  EVENT_CLIENTS: '{}',
  HASH_KEY: 'only-for-tests-only-for-tests-only',
  SEND_WINDOW: 'off',
});

async function messageTo(mobile: string): Promise<void> {
  const participation = await inbox.participation({ phase: 'invited' });
  const point = { value: mobile, basis: 'express-consent', evidence: 'form 17 of 2026-03-01' };
  await pool.query('insert into contact (participation_id, mobile) values ($1, $2)', [participation, point]);
  await pool.query(
    `insert into message (id, participation_id, kind, cause, due_at) values ($1, $2, 'invitation', 'invited', now() - interval '10 minutes')`,
    [randomUUID(), participation],
  );
}

it('who is on call sees messages that wait, that fail, that left, and what only somebody can mend', async () => {
  const registry = new Registry();
  const metrics = senderMetrics(registry, pool);
  const value = async (line: string) => {
    const found = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${line} `));
    return Number(found?.split(' ').at(-1));
  };
  await messageTo(number());
  expect(await value('quietline_messages_due_oldest_seconds')).toBeGreaterThan(500);
  expect(await value('quietline_messages_total{outcome="sent"}')).toBe(0);

  const run = async (smsUrl: string, holds: () => Promise<boolean>) => {
    const sender = new Sender(
      { ...config, smsUrl, smtpUrl: mailbox.smtpUrl },
      pool,
      pino({ level: 'silent' }),
      metrics,
    );
    const running = sender.run();
    await until(async () => (await holds()) || undefined);
    sender.stop();
    await running;
  };
  await run(`${mailbox.origin}/nowhere`, async () => (await value('quietline_messages_failing')) === 1);
  expect(await value('quietline_message_alarms_total{channel="sms"}')).toBe(1);
  expect(await value('quietline_message_alarms_total{channel="email"}')).toBe(0);

  await pool.query('update message set due_at = now()');
  await run(mailbox.smsUrl, async () => (await value('quietline_messages_total{outcome="sent"}')) === 1);
  expect(await value('quietline_messages_failing')).toBe(0);
  expect(await value('quietline_messages_due_oldest_seconds')).toBe(0);
  expect(await value('quietline_waves_stopped')).toBe(0);
});

it('who is on call hears of every wave that paused itself, for whichever of the two reasons, and of no other', async () => {
  const registry = new Registry();
  senderMetrics(registry, pool);
  await pool.query(
    `insert into wave (id, programme_code, programme_version, state, paused_because, seed, created_by)
     select gen_random_uuid(), 'p', 1, state, because, 's', 'c' from (values
       ('paused', 'too-many-failed'), ('paused', 'window-shut'), ('paused', 'asked'), ('sending', null)) w(state, because)`,
  );
  const lines = (await registry.metrics()).split('\n');
  expect(lines).toContain('quietline_waves_stopped 2');
  const help = lines.find((line) => line.startsWith('# HELP quietline_waves_stopped'));
  expect(help).toMatch(/failed.* send window never opens/);
});
