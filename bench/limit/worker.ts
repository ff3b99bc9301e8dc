import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { crediting } from '../charging-activities.js';
import { given, serving } from '../process.js';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const connection = await NativeConnection.connect({ address: given('TEMPORAL_ADDRESS') });
const worker = await Worker.create({
  connection,
  taskQueue: 'bench-limit',
  workflowsPath: fileURLToPath(new URL('./workflow.js', import.meta.url)),
  activities: { credit: crediting(given('CHARGING_URL')) },
  maxCachedWorkflows: 500,
});
serving();
await worker.run();
