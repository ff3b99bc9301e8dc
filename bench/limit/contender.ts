import { Client, Connection } from '@temporalio/client';
import type { Contender } from '../contender.js';
import { startProcess, stopProcess } from '../process.js';
import type { System } from '../system.js';
import { called, limit, reached } from './workflow.js';

/** The leanest bare workflow of the same shape, started and signalled directly. */
export async function limitContender(system: System): Promise<Contender> {
  const worker = await startProcess('limit/worker.js', {
    TEMPORAL_ADDRESS: system.temporalAddress,
    CHARGING_URL: system.chargingUrl,
  });
  const connection = await Connection.connect({ address: system.temporalAddress });
  const { workflow } = new Client({ connection });
  const results = new Map<string, boolean>();
  return {
    name: 'limit',
    invite: async (customer) => {
      await workflow.start(limit, {
        taskQueue: 'bench-limit',
        workflowId: `limit-${customer}`,
        args: [customer],
      });
    },
    report: async (customer, event) => {
      const handle = workflow.getHandle(`limit-${customer}`);
      if (event !== 'called') return handle.signal(reached, event);
      await handle.signal(called);
      results.set(customer, false);
      void handle.result().then(() => results.set(customer, true));
    },
    completed: (customers) => Promise.resolve(customers.filter((customer) => results.get(customer))),
    started: (customers) => Promise.resolve(customers),
    stop: async () => {
      await connection.close();
      await stopProcess(worker);
    },
  };
}
