import type { Pool } from 'pg';
import { Counter, type Registry } from 'prom-client';
import { checkAccountPatterns } from '../../activities/charging/account.js';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import { createCrediting } from '../../activities/grants/credit.js';
import { createQuickTry } from '../../activities/grants/quick-try.js';
import { createJournal } from '../../activities/steps/journal.js';
import type { Crediting } from '../../workflows/contract/credit.js';
import type { Journal } from '../../workflows/contract/participation.js';
import type { Config } from '../config.js';

/** Every port of the workflows with what carries it out, by the task queue it is asked on. */
export interface Activities {
  readonly participations: Journal;
  readonly charging: Crediting;
}

/** Puts the adapters together. Throws AccountPatternError for a pattern that would send megabytes to a wrong place. */
export function createActivities(config: Config, pool: Pool, registry: Registry): Activities {
  const patterns = {
    accountPattern: config.chargingAccountPattern,
    bucketPattern: config.chargingBucketPattern,
  };
  checkAccountPatterns(patterns);
  const charging = tmf654Charging({ url: config.chargingUrl });
  const alarms = new Counter({
    name: 'quietline_charging_alarms_total',
    help: 'What waiting does not mend at the charging system, by kind. Alarm on any increase.',
    labelNames: ['alarm'],
    registers: [registry],
  });
  return {
    participations: createJournal(pool, createQuickTry(pool, charging, patterns)),
    charging: createCrediting(pool, charging, patterns, (alarm) => alarms.inc({ alarm })),
  };
}
