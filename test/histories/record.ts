import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { type Recorded, SHAPES } from './shapes.js';

const temporal = await ownTemporalEnvironment(['limit.historyCount.suggestContinueAsNew=70']);
const installation = await Installation.start(temporal);

// `npm run record:histories` records every shape that has no file yet; a released one is never replaced silently.
for (const [name, journey] of Object.entries(SHAPES)) {
  const file = join(import.meta.dirname, `${name}.json`);
  if (existsSync(file))
    it(`keeps ${name}: it is released; delete its file to record it anew`, () => undefined);
  else it(`records ${name}`, async () => writeFile(file, await historyOf(await journey(installation))));
}

/** As the Web UI downloads it, one event a line; without the names and paths of the machine that recorded it. */
async function historyOf({ workflowId, runId }: Recorded): Promise<string> {
  const history = await temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
  const { events } = JSON.parse(historyToJSON(history), withoutMachine) as { events: unknown[] };
  return `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}

function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorder';
  return key === 'stackTrace' ? '' : value;
}
