import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { DefaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { createLogger } from '../../src/logs/logger.js';
import { DatabaseFailure, databaseFailures } from '../../src/worker/database-failure.js';
import { temporalLogger } from '../../src/worker/temporal-logger.js';
import { INVITED, DAY, Ledger, registered } from '../steps/kit.js';
import { createDatabase } from '../support/database.js';

const database = await createDatabase();
const ledger = await Ledger.open(database);
await database.pool.query(
  `alter table participation add constraint broken check (phase = 'invited') not valid`,
);
const step = ledger.propose(await ledger.hear(registered(1)), INVITED + DAY);

/** The error of an activity as it leaves the worker. */
async function failureOf(activity: () => Promise<unknown>): Promise<unknown> {
  const { execute } = databaseFailures(undefined as never).inbound ?? {};
  return execute?.({ args: [], headers: {} }, activity).then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** What the worker's log says of a failed activity. */
function logged(error: unknown): string {
  const lines: string[] = [];
  const log = createLogger('worker', { logLevel: 'info' }, { write: (line) => void lines.push(line) });
  temporalLogger(log).warn('Activity failed', { error, activityType: 'record' });
  return lines.join('');
}

describe('what PostgreSQL refuses to an activity', () => {
  const bare = () => ledger.record(step).catch((error: unknown) => error);

  it('shows who the customer is, as long as nobody takes that out', async () => {
    expect(inspect(await bare())).toContain(`, ${ledger.id}, `);
  });

  it('reaches neither Temporal nor anybody reading there with a customer in it', async () => {
    const failure = await failureOf(() => ledger.record(step));
    expect(failure).toBeInstanceOf(DatabaseFailure);
    expect(failure).toMatchObject({ code: '23514', table: 'participation', constraint: 'broken' });
    const kept = new DefaultFailureConverter().errorToFailure(failure, defaultPayloadConverter);
    expect(kept.message).toBe('PostgreSQL refused it with 23514, table participation, constraint broken');
    expect(inspect(kept, { depth: null })).not.toContain(ledger.id);
  });

  it('keeps its values to itself as the cause of something else, too', async () => {
    const cause = await bare();
    const failure = await failureOf(() => Promise.reject(new Error('cannot record', { cause })));
    expect(inspect(failure, { depth: null })).not.toContain(ledger.id);
    expect(logged(new Error('cannot record', { cause }))).not.toContain(ledger.id);
  });

  it('is logged by the SDK as one JSON line without a customer in it', async () => {
    for (const error of [await bare(), await failureOf(() => ledger.record(step))]) {
      const line = logged(error);
      expect(line).not.toContain(ledger.id);
      expect(JSON.parse(line)).toMatchObject({
        msg: 'Activity failed',
        activityType: 'record',
        err: { type: expect.stringMatching(/^Database/) },
      });
    }
  });
});

it('what is no fault of PostgreSQL reaches Temporal as it is', async () => {
  const error = new RangeError('no such step');
  expect(await failureOf(() => Promise.reject(error))).toBe(error);
});
