import { expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Result } from '../../workflows/contract/participation.js';
import { SHAPES } from '../histories/shapes.js';
import { eventsOf } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);

/** The journeys whose histories are replayed, run anew with their clocks moved, and what each has to come to. */
const ENDINGS: Readonly<Record<string, Result>> = {
  'settling-left': { phase: 'ended', endedBecause: 'left', granted: ['registered', 'quiet-period'] },
  'forfeited-ended': { phase: 'ended', endedBecause: 'hotline-called', granted: ['registered'] },
  'forfeited-retracted-completed': { phase: 'completed', granted: ['registered', 'quiet-period'] },
  'dropped-ended': { phase: 'ended', endedBecause: 'inactive', granted: ['registered'] },
  'dropped-undone-left': { phase: 'ended', endedBecause: 'left', granted: ['registered'] },
};

it.each(Object.entries(ENDINGS))('pays what was earned on the real server: %s', async (name, expected) => {
  const { workflowId } = (await SHAPES[name]?.(installation)) ?? { workflowId: '' };
  const closed = await until(async () => {
    const last = (await eventsOf(temporal, workflowId)).at(-1);
    return last?.workflowExecutionCompletedEventAttributes ?? undefined;
  });
  const [payload] = closed.result?.payloads ?? [];
  expect(defaultPayloadConverter.fromPayload(payload ?? {})).toEqual(expected);
});
