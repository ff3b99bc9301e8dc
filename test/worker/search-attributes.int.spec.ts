import { expect, it } from '@jest/globals';
import { msToTs } from '@temporalio/common/lib/time.js';
import { pino } from 'pino';
import { MissingSearchAttributesError, requireSearchAttributes } from '../../src/worker/search-attributes.js';
import { temporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const { environment, namespace } = await temporalEnvironment();
const { operatorService } = environment.connection;
const log = pino({ level: 'silent' });

it('lets a worker start where the namespace knows the search attributes', async () => {
  await expect(requireSearchAttributes(operatorService, namespace, log)).resolves.toBeUndefined();
});

it('says at the start, and how to add them, instead of parking every invitation later', async () => {
  const bonus = `bonus-${Date.now()}`;
  await environment.connection.workflowService.registerNamespace({
    namespace: bonus,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const started = () => requireSearchAttributes(operatorService, bonus, log);
  await until(async () =>
    started().then(undefined, (error: unknown) => error instanceof MissingSearchAttributesError || undefined),
  );
  await expect(started()).rejects.toThrow(`search-attribute create -n ${bonus} --name phase --type Keyword`);
});
