import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { replay, replayQuietly } from './replaying.js';

replayQuietly();
const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'quietline-mutants-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Change {
  /** The history that shows it. */
  readonly seenIn: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The workflows' bundle after this change to their sources, which has to hit exactly one place. */
async function changed(name: string, { file, from, to }: Change): Promise<{ code: string }> {
  const copy = join(folder, name.replaceAll(/\W+/g, '-'));
  for (const room of ['workflows', 'src/domain'])
    await cp(join(root, room), join(copy, room), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  const source = await readFile(join(copy, file), 'utf8');
  expect(source.split(from)).toHaveLength(2);
  await writeFile(
    join(copy, file),
    source.replace(from, () => to),
  );
  const logger = new DefaultLogger('ERROR');
  return bundleWorkflowCode({ workflowsPath: join(copy, 'workflows/index.ts'), logger });
}

const record = 'workflows/participation/record.ts';
const timer = 'workflows/participation/due-timer.ts';
const workflow = 'workflows/participation/workflow.ts';
const wave = 'workflows/wave/workflow.ts';

const BREAKING: Readonly<Record<string, Change>> = {
  'the step activity renamed': {
    seenIn: 'invited-expired',
    file: record,
    from: 'const { record } =',
    to: 'const { write: record } =',
  },
  'the step activity removed': {
    seenIn: 'invited-expired',
    file: record,
    from: 'return await record.executeWithOptions({ summary }, [step]);',
    to: 'return { ...step.proposal, uncredited: [] };',
  },
  'the step activity made ordinary': {
    seenIn: 'invited-expired',
    file: record,
    from: 'proxyLocalActivities<Journal>(',
    to: 'proxyActivities<Journal>(',
  },
  'the later try of a step removed': {
    seenIn: 'recorded-later',
    file: record,
    from: 'return recordLater.executeWithOptions({ summary }, [step]);',
    to: 'return { ...step.proposal, uncredited: [] };',
  },
  'the timer removed': { seenIn: 'quiet', file: timer, from: 'else this.start(due);', to: '' },
  'the cancelling of the timer removed': {
    seenIn: 'forfeited-ended',
    file: timer,
    from: 'this.scope?.cancel();',
    to: '',
  },
  'the upsert removed': {
    seenIn: 'quiet',
    file: 'workflows/participation/shown.ts',
    from: 'upsertSearchAttributes([{ key: PHASE, value }]);',
    to: 'return;',
  },
  'the credit by a workflow of its own removed': {
    seenIn: 'credited-by-a-child',
    file: workflow,
    from: 'await beginCredits(step.uncredited);',
    to: '',
  },
  'hearing what the inbox says instead removed': {
    seenIn: 'heard-otherwise',
    file: 'workflows/participation/mailbox.ts',
    from: 'corrected.forEach((message) => this.keep(message));',
    to: '',
  },
  'going on as new removed': {
    seenIn: 'continued-as-new',
    file: workflow,
    from: 'if (workflowInfo().continueAsNewSuggested) await this.continue();',
    to: '',
  },
  "the waiting for a wave's send window removed": {
    seenIn: 'wave-continued-as-new',
    file: wave,
    from: "if (next.what === 'wait') await untilOpen(next);",
    to: "if (next.what === 'wait') await Promise.resolve();",
  },
  "the waiting for a wave's messages removed": {
    seenIn: 'wave-paused-for-room',
    file: wave,
    from: 'if (pauseMs !== undefined) await',
    to: 'if (false) await',
  },
  'going on as new removed from a wave': {
    seenIn: 'wave-continued-as-new',
    file: wave,
    from: 'if (workflowInfo().continueAsNewSuggested)',
    to: 'if (false)',
  },
};

const HARMLESS: Readonly<Record<string, Change>> = {
  'nothing but a comment': {
    seenIn: 'quiet',
    file: record,
    from: 'const { record } =',
    to: '/* the same */ const { record } =',
  },
  'a rule, as what was recorded is never decided again': {
    seenIn: 'completed',
    file: 'src/domain/rewards.ts',
    from: 'granted(QUIET_PERIOD, terms.quietReward.megabytes,',
    to: 'granted(QUIET_PERIOD, 2 * terms.quietReward.megabytes,',
  },
};

describe('the gate for releases', () => {
  it.each(Object.entries(BREAKING))('stops %s', async (name, change) => {
    await expect(replay(change.seenIn, await changed(name, change))).rejects.toThrow('nondeterminism');
  });

  it.each(Object.entries(HARMLESS))('lets a release pass that changed %s', async (name, change) => {
    await replay(change.seenIn, await changed(name, change));
  });
});
