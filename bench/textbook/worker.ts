import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { crediting } from '../charging-activities.js';
import { given, serving } from '../process.js';
import type { TextbookActivities } from './workflow.js';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const pool = new pg.Pool({ connectionString: given('DATABASE_URL'), max: 10 });
const credit = crediting(given('CHARGING_URL'));

const activities: TextbookActivities = {
  async grant(grant) {
    await pool.query(
      `insert into reward (id, customer, megabytes) values ($1, $2, $3) on conflict (id) do nothing`,
      [grant.id, grant.customer, grant.megabytes],
    );
    await credit(grant);
    await pool.query(`update reward set credited = true where id = $1`, [grant.id]);
  },
  async forfeit(customer) {
    await pool.query(`update customer set forfeited = true where id = $1`, [customer]);
  },
};

const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: given('TEMPORAL_ADDRESS') }),
  taskQueue: 'bench-textbook',
  workflowsPath: fileURLToPath(new URL('./workflow.js', import.meta.url)),
  activities,
  maxCachedWorkflows: 500,
});
serving();
await worker.run();
