import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../src/domain/facts.js';
import { evolve, type State } from '../../src/domain/state.js';
import type { Invitation, Recorded, Result } from '../../workflows/contract/participation.js';
import { sharedServer } from '../support/servers-client.js';
import { recorded, recordedNames, replay, replayQuietly, valueOf } from './replaying.js';
import { SHAPES } from './shapes.js';

replayQuietly();
const workflowBundle = { codePath: await sharedServer('workflows') };
const names = await recordedNames();

describe('a workflow that an earlier release left running', () => {
  it.each(names)('goes on under this release: %s', async (name) => {
    await replay(name, workflowBundle);
  });

  it('is recorded in every shape: npm run record:histories adds what is missing', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(SHAPES)));
  });
});

/** The steps that a history holds, as they were recorded then. */
async function folded(name: string): Promise<{ state: State; result: Result | undefined }> {
  const { events } = await recorded(name);
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const invitation = valueOf<Invitation>(started?.input) as Invitation;
  const steps = events
    .map(
      (event) =>
        event.markerRecordedEventAttributes?.details['result'] ??
        event.activityTaskCompletedEventAttributes?.result,
    )
    .map((result) => valueOf<Recorded>(result))
    .filter((step) => step !== undefined && 'facts' in step);
  const state = steps.reduce(
    (before: State, step: { recordedAt: number; facts: readonly Fact[] }) => evolve(before, step),
    invitation.state,
  );
  const result = valueOf<Result>(events.at(-1)?.workflowExecutionCompletedEventAttributes?.result);
  return { state, result };
}

describe('facts that were recorded under earlier rules', () => {
  it.each(names.filter((name) => name !== 'credit' && !name.startsWith('wave')))(
    'still give the state that they gave then: %s',
    async (name) => {
      const { state, result } = await folded(name);
      if (!result) return expect(state.closed).toBeUndefined();
      expect(state.granted).toEqual(result.granted);
      expect(state.closed).toBe(result.endedBecause ?? 'completed');
    },
  );
});
