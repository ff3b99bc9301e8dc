import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { SendPermits } from '../../activities/messages/send-permits.js';
import { Sending } from '../../activities/messages/sending.js';
import { smtpMail } from '../../activities/messages/smtp-mail.js';
import { tmf681Sms } from '../../activities/messages/tmf681-sms.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import type { SenderMetrics } from './sender-metrics.js';
import type { Config } from '../config.js';

/** What sending needs to know of an installation. */
export type SenderConfig = Pick<
  Config,
  'publicUrl' | 'sender' | 'smsUrl' | 'smsSender' | 'smtpUrl' | 'mailFrom' | 'hashKey' | 'sendWindow'
>;

const LOOK_EVERY_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Sends what is due, round by round, until it is stopped; an outage of PostgreSQL is waited out. */
export class Sender {
  private readonly stopping = new AbortController();
  private readonly sending: Sending;
  private readonly mail: ReturnType<typeof smtpMail>;

  constructor(
    config: SenderConfig,
    pool: Pool,
    private readonly log: Logger,
    metrics?: SenderMetrics,
  ) {
    const { hashKey, publicUrl, sender } = config;
    this.mail = smtpMail({ url: config.smtpUrl, from: config.mailFrom });
    this.sending = new Sending({
      pool,
      programmes: cachedProgrammes(),
      carriers: { sms: tmf681Sms({ url: config.smsUrl, sender: config.smsSender }), email: this.mail },
      sender,
      publicUrl,
      hashKey,
      keepsWindows: config.sendWindow,
      permits: new SendPermits(pool),
      onOutcome: ({ state }) => {
        if (state !== 'waiting' && state !== 'ask-again') metrics?.messages.inc({ outcome: state });
      },
      onAlarm: (channel, reason) => {
        metrics?.alarms.inc({ channel });
        log.error({ channel, reason }, 'messages cannot be handed over until somebody mends this');
      },
      onAway: (channel) => log.warn({ channel }, 'nobody answers; the messages of this channel wait'),
      onError: ({ id, kind }, err) =>
        log.error({ err, message: id, kind }, 'a message could not be dealt with'),
    });
  }

  /** Resolves when it was stopped and has finished its round. */
  async run(): Promise<void> {
    let pauseMs = LOOK_EVERY_MS;
    while (!this.stopping.signal.aborted) {
      const found = await this.round();
      pauseMs = found === undefined ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : LOOK_EVERY_MS;
      if (!found) await this.pause(pauseMs);
    }
    await this.sending.settle();
    this.mail.close();
  }

  stop(): void {
    this.stopping.abort();
  }

  /** How many messages were due; undefined when the round failed, and what it had claimed comes again. */
  private async round(): Promise<number | undefined> {
    try {
      return await this.sending.round();
    } catch (err) {
      this.log.error({ err }, 'a round of messages failed; what it held comes again');
      return undefined;
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined); // stopped meanwhile
  }
}
