import { once } from 'node:events';
import {
  createServer,
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';

const servers: Http2Server[] = [];
const sessions: ServerHttp2Session[] = [];

afterAll(() => {
  for (const session of sessions) session.destroy();
  for (const server of servers) server.close();
});

/** Something that listens where Temporal should be, and answers every call alike. */
export async function answering(headers: OutgoingHttpHeaders): Promise<string> {
  const server = createServer();
  servers.push(server);
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream) => stream.respond(headers, { endStream: true }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A gRPC server that answers with this status. */
export function grpcStatus(status: number): Promise<string> {
  return answering({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': status });
}

/** A proxy that answers with this HTTP status in Temporal's place. */
export function httpStatus(status: number): Promise<string> {
  return answering({ ':status': status, 'content-type': 'text/html' });
}
