import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { z } from 'zod';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes.js';
import type { Home } from './home.js';
import type { PartSpec } from './part.js';
import type { Ports } from './ports.js';

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
const ALREADY_EXISTS = 6;

/** A closed participation stays to be looked at in the Web UI for a year; PostgreSQL keeps what is true for ever. */
const RETENTION = msToTs('365 days');

/** Temporal's development server as a part: on a file that survives kill -9, with clocks that can be moved. */
export function temporalPart(home: Home, ports: Ports, namespace: string, env: NodeJS.ProcessEnv): PartSpec {
  const address = `127.0.0.1:${ports.temporal}`;
  const flags = {
    'db-filename': join(home.subfolder('temporal'), 'temporal.db'),
    ip: '127.0.0.1',
    port: String(ports.temporal),
    'ui-port': String(ports.temporalUi),
    namespace,
    'log-level': 'error',
    'dynamic-config-value': 'frontend.WorkflowTimeSkippingEnabled=true',
  };
  return {
    name: 'temporal',
    program: temporalProgram(),
    args: [
      'server',
      'start-dev',
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
      ...['journal_mode=wal', 'synchronous=1'].flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ],
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_'))),
    log: home.log('temporal'),
    stopSignal: 'SIGTERM',
    channel: false,
    probe: () => isServing(address),
  };
}

/**
 * Adds what a server file that is older than the setting lacks: the namespace, its retention, the search attributes.
 * Call it at every start.
 */
export async function prepareTemporal(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const workflowExecutionRetentionPeriod = RETENTION;
    const { workflowService, operatorService } = connection;
    await unlessThere(workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod }));
    const config = { workflowExecutionRetentionTtl: workflowExecutionRetentionPeriod };
    await workflowService.updateNamespace({ namespace, config });
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = SEARCH_ATTRIBUTES.map(({ name }) => name).filter((name) => !(name in customAttributes));
    const wanted = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
    if (missing.length > 0)
      await operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
  } finally {
    await connection.close();
  }
}

async function isServing(address: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1000 });
    await connection.close();
    return true;
  } catch {
    return false; // still starting
  }
}

async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== ALREADY_EXISTS) throw error;
  }
}

/** Where bootstrap.mjs found or put the pinned executable. */
function temporalProgram(): string {
  const list = join(import.meta.dirname, '../../../node_modules/.quietline/executables.json');
  const Executables = z.object({ temporal: z.object({ path: z.string() }) });
  return Executables.parse(JSON.parse(readFileSync(list, 'utf8'))).temporal.path;
}
