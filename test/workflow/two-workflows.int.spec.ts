import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { Status } from '../../workflows/contract/participation.js';
import { Installation, type Invited } from '../support/installation.js';
import { sharedServer } from '../support/servers-client.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { registered } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);

function status({ workflowId }: Invited): Promise<Status> {
  return temporal.client.workflow.getHandle(workflowId).query<Status>('status');
}

/** Until every event has its outcome and the workflow knows; how many steps that takes is left to chance. */
async function decided(customer: Invited): Promise<void> {
  await until(async () => {
    const { rowCount } = await installation.database.pool.query(
      `select from delivery where participation_id = $1 and status = 'pending'`,
      [customer.id],
    );
    return (rowCount === 0 && (await status(customer)).undecided === 0) || undefined;
  });
}

describe('two customers on one worker', () => {
  it('share nothing: what one does never shows at the other', async () => {
    const [one, other] = [await registered(installation), await registered(installation)];
    for (const type of ['selfservice.video-watched', 'selfservice.app-installed']) {
      await installation.hear(one, type);
      await installation.hear(other, 'hotline.called', { callId: type });
    }
    await Promise.all([one, other].map(decided));
    expect(await status(one)).toMatchObject({
      phase: 'quiet',
      granted: ['registered', 'video-watched', 'app-installed'],
    });
    expect(await status(other)).toMatchObject({ phase: 'forfeited', granted: ['registered'] });
  });
});

describe('the code that every cached workflow carries', () => {
  it('is small: ours takes less than 100 KB', async () => {
    const code = await readFile(await sharedServer('workflows'), 'utf8');
    const map = /sourceMappingURL=data:application\/json;[^,]*base64,([\w+/=]+)/.exec(code)?.[1] ?? '';
    const { sources, sourcesContent } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as {
      sources: string[];
      sourcesContent: string[];
    };
    const ours = sourcesContent.filter(
      (_, i) => sources[i]?.endsWith('.ts') && !sources[i].includes('node_modules'),
    );
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.join('').length).toBeLessThan(100 * 1024);
  });
});
