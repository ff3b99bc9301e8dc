import type { SqlGauge } from './sql-gauges.js';

/** Everything that is done again and again, also what was never done: that is as old as the database. */
export const RUN_GAUGE: SqlGauge = {
  name: 'quietline_run_completed_timestamp_seconds',
  help: 'When the sweep, and whatever else is done again and again, was last done as a whole. Alarm when the sweep is older than three times SWEEP_EVERY, another one than 10 minutes.',
  label: 'run',
  sql: 'select name as run, extract(epoch from completed_at)::float as value from run',
};
