// A worker as the built program runs it, to be killed: by itself right after a commit that holds a reward (KILL_AT=commit), or by
// others. Its environment is the program's own, and WORKFLOWS the path of the workflows' bundle.
import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import pg from 'pg';
import { Registry } from 'prom-client';
import { evidenceOf } from '../../activities/steps/inbox.js';
import { createJournal } from '../../activities/steps/journal.js';
import { callHash } from '../../prisma/call-hash.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { readConfig } from '../../src/config.js';
import { createActivities } from '../../src/worker/activities.js';
import { createWorkers } from '../../src/worker/workers.js';

const { KILL_AT = '', WORKFLOWS = '', ...environment } = process.env;
const config = readConfig(environment);
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const pool = new pg.Pool({ connectionString: config.databaseUrl });
const client = await Connection.connect({ address: config.temporalAddress });
const activities = createActivities(config, pool, new Registry(), client);
const dieAfterCommit = createJournal({
  pool,
  evidence: evidenceOf(cachedProgrammes(), callHash(config.hashKey)),
  onUnproven: () => undefined,
  firstTryMs: 1_000,
  quickTry: async () => {
    process.kill(process.pid, 'SIGKILL');
    return [];
  },
});
const participations = { ...activities.participations, ...(KILL_AT === 'commit' && dieAfterCommit) };
const connection = await NativeConnection.connect({ address: config.temporalAddress });
const workers = await createWorkers(
  config,
  connection,
  { ...activities, participations },
  { codePath: WORKFLOWS },
);
process.stdout.write('ready\n');
await Promise.all(workers.map((worker) => worker.run()));
