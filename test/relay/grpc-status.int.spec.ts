import { afterAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { OutageError, TemporalGateway } from '../../src/relay/temporal-gateway.js';
import { grpcStatus, httpStatus } from './answering-server.js';
import { relaying } from './relaying.js';

const { inbox, running, gateway: scripted } = await relaying();

const connections: Connection[] = [];
afterAll(async () => void (await Promise.all(connections.map((connection) => connection.close()))));

/** A gateway whose Temporal is at this address; the SDK repeats a call for only so long. */
async function gatewayTo(address: Promise<string>, oneCallMs = 300): Promise<TemporalGateway> {
  const connection = Connection.lazy({ address: await address });
  connections.push(connection);
  return new TemporalGateway(connection, 'default', 'test', oneCallMs);
}

async function signalled(address: Promise<string>, oneCallMs?: number) {
  const gateway = await gatewayTo(address, oneCallMs);
  const at = '2026-01-01T00:00:00.000Z';
  return gateway.signal('p', '1', {
    name: 'videoWatched',
    content: { delivery: '1', time: at, acceptedAt: at },
  });
}

describe('of the gRPC statuses', () => {
  it('INVALID_ARGUMENT alone says that waiting does not mend this call', async () => {
    expect(await signalled(grpcStatus(3), 8_000)).toEqual({ fault: 'temporal-refused-3' });
  });

  it.each([
    ['CANCELLED', 1],
    ['UNKNOWN', 2],
    ['DEADLINE_EXCEEDED', 4],
    ['PERMISSION_DENIED', 7],
    ['RESOURCE_EXHAUSTED', 8],
    ['FAILED_PRECONDITION', 9],
    ['ABORTED', 10],
    ['OUT_OF_RANGE', 11],
    ['UNIMPLEMENTED', 12],
    ['INTERNAL', 13],
    ['UNAVAILABLE', 14],
    ['DATA_LOSS', 15],
    ['UNAUTHENTICATED', 16],
    ['one that does not exist yet', 99],
  ])('%s is an outage', async (_name, status) => {
    await expect(signalled(grpcStatus(status))).rejects.toThrow(OutageError);
  });

  it.each([400, 401, 403, 404, 429, 500, 502, 503, 504])(
    'none comes with what a proxy answers in its place: %d is an outage',
    async (status) => {
      await expect(signalled(httpStatus(status))).rejects.toThrow(OutageError);
    },
  );
});

it.each([
  ['UNKNOWN', 2],
  ['INTERNAL', 13],
])('an outage of the kind %s parks nothing, however long it takes', async (_name, status) => {
  const customers = [await running(), await running()];
  for (const customer of customers) await inbox.take(customer, 'hotline.called');
  const away = await gatewayTo(grpcStatus(status));
  for (let tries = 0; tries < 9; tries += 1) {
    await inbox.letTimePass();
    await expect(inbox.relay(away).pass()).rejects.toThrow(OutageError);
  }
  for (const customer of customers)
    expect(await inbox.deliveries(customer)).toMatchObject([
      {},
      { status: 'pending', attempts: 0, code: null },
    ]);
  await inbox.relay(scripted).pass();
  for (const customer of customers) expect(scripted.heardBy(customer)).toHaveLength(1);
});
