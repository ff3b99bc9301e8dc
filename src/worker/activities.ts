import type { ConnectionLike } from '@temporalio/client';
import type { Pool } from 'pg';
import { Counter, type Registry } from 'prom-client';
import { checkAccountPatterns } from '../../activities/charging/account.js';
import { CHARGING_ALARMS, type ChargingAlarm } from '../../activities/charging/charging.js';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import type { Crediter } from '../../activities/grants/asking.js';
import { createCrediting } from '../../activities/grants/credit.js';
import { FIRST_TRY_MS } from '../../activities/grants/grant-row.js';
import { createQuickTry } from '../../activities/grants/quick-try.js';
import { Bucket } from '../../activities/permits/bucket.js';
import { evidenceOf, type Unproven } from '../../activities/steps/inbox.js';
import { createJournal } from '../../activities/steps/journal.js';
import { createSweeping } from '../../activities/sweep/sweeping.js';
import { RunClock } from '../../activities/time-machine/run-clock.js';
import { createTimeMachine } from '../../activities/time-machine/time-machine.js';
import { createWaveSending } from '../../activities/waves/wave-sending.js';
import { callHash } from '../../prisma/call-hash.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import type { Crediting } from '../../workflows/contract/credit.js';
import type { TimeMachine } from '../../workflows/contract/fast-forward.js';
import type { Journal } from '../../workflows/contract/participation.js';
import type { Sweeping } from '../../workflows/contract/sweep.js';
import type { WaveSending } from '../../workflows/contract/wave.js';
import type { Config } from '../config.js';
import { accept } from '../events/inbox.js';
import { StoredWavePages } from '../waves/wave-pages.js';

/** Every port of the workflows with what carries it out, by the task queue it is asked on. */
export interface Activities {
  readonly participations: Journal & Sweeping & WaveSending & Partial<TimeMachine>;
  readonly charging: Crediting;
}

/** Puts the adapters together. Throws AccountPatternError for a pattern that would send megabytes to a wrong place. */
export function createActivities(
  config: Config,
  pool: Pool,
  registry: Registry,
  temporal: Pick<ConnectionLike, 'workflowService'>,
): Activities {
  const patterns = {
    accountPattern: config.chargingAccountPattern,
    bucketPattern: config.chargingBucketPattern,
  };
  checkAccountPatterns(patterns);
  const longestMs = config.chargingLongestMs;
  const alarms = new Counter({
    name: 'quietline_charging_alarms_total',
    help: 'What waiting does not mend at the charging system, by kind. Alarm on any increase.',
    labelNames: ['alarm'],
    registers: [registry],
  });
  // From the start, so that the first alarm is a rise.
  for (const kind of CHARGING_ALARMS) alarms.inc({ alarm: kind }, 0);
  const alarm = (kind: ChargingAlarm) => alarms.inc({ alarm: kind });
  const crediter: Crediter = {
    ...{ pool, patterns, longestMs, alarm },
    charging: tmf654Charging({ url: config.chargingUrl, longestProcessingMs: longestMs }),
    permits: new Bucket(pool, 'charging_bucket', 'credit').holds(config.chargingRate),
  };
  return {
    participations: {
      ...createJournal({
        pool,
        evidence: evidenceOf(cachedProgrammes(), callHash(config.hashKey)),
        onUnproven: unprovenCounter(registry),
        quickTry: createQuickTry(crediter),
        firstTryMs: FIRST_TRY_MS + longestMs,
      }),
      ...createWaveSending(new StoredWavePages(pool, cachedProgrammes(), config.sendWindow, config.hashKey)),
      ...sweepingAndTimeMachine(config, pool, registry, temporal),
    },
    charging: createCrediting(crediter),
  };
}

function unprovenCounter(registry: Registry): (unproven: Unproven) => void {
  const counter = new Counter({
    name: 'quietline_signals_unproven_total',
    help: 'Signals that no event in the inbox bears out, or that say something else than it: nobody but the relay may write to Temporal. Alarm on any increase.',
    labelNames: ['how'],
    registers: [registry],
  });
  for (const how of ['unknown', 'altered']) counter.inc({ how }, 0);
  return ({ unknown, corrected }) => {
    counter.inc({ how: 'unknown' }, unknown.length);
    counter.inc({ how: 'altered' }, corrected.length);
  };
}

/** The time machine is only there where the server can skip time: nobody moves clocks elsewhere. */
function sweepingAndTimeMachine(
  config: Config,
  pool: Pool,
  registry: Registry,
  { workflowService }: Pick<ConnectionLike, 'workflowService'>,
): Sweeping & Partial<TimeMachine> {
  const means = {
    pool,
    programmes: cachedProgrammes(),
    takeIn: (events: Parameters<typeof accept>[1]) => accept(pool, events),
  };
  const stopped = new Counter({
    name: 'quietline_sweeps_stopped_total',
    help: 'Sweeps that stopped before their first drop because there were too many. Alarm on any increase.',
    registers: [registry],
  });
  const sweeping = createSweeping(means, { maxDrop: config.sweepMaxDrop, alarm: () => stopped.inc() });
  if (!config.timeMachine) return sweeping;
  return {
    ...sweeping,
    ...createTimeMachine(means, new RunClock(workflowService, config.temporalNamespace)),
  };
}
