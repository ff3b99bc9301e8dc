import fastify, { type FastifyInstance } from 'fastify';
import { conduct } from './behaviour.js';
import { openBookings } from './bookings.js';
import { BASE_PATH, listViolation, violation } from './contract.js';
import { forTesters } from './for-testers.js';
import { refuse } from './refuse.js';
import { topUps } from './top-ups.js';

/** A charging system that listens. */
export interface ChargingStandIn {
  /** Where it listens, without the API's path. */
  readonly origin: string;
  /** What `CHARGING_URL` takes. */
  readonly url: string;
  /** Stops listening, drops whoever still waits and closes the file of bookings. */
  close(): Promise<void>;
}

/** Plays the operator's charging system by TMF654 v4 on this machine's loopback address; port 0 takes a free one. */
export async function startChargingStandIn(how: { dataDir: string; port: number }): Promise<ChargingStandIn> {
  const bookings = await openBookings(how.dataDir);
  const app = fastify({ logger: false, forceCloseConnections: true });
  answersFollowTheSpecification(app);
  refusalsFollowTheSpecification(app);
  const system = { bookings, conduct: conduct() };
  topUps(app, system);
  forTesters(app, system);
  const origin = await app.listen({ port: how.port, host: '127.0.0.1' });
  return {
    origin,
    url: `${origin}${BASE_PATH}`,
    async close() {
      await app.close();
      await bookings.close();
    },
  };
}

function answersFollowTheSpecification(app: FastifyInstance): void {
  app.addHook('preSerialization', async (request, reply, answer: unknown) => {
    if (!request.url.startsWith(BASE_PATH)) return answer;
    const found = reply.statusCode >= 400 ? violation('Error', answer) : successViolation(answer);
    if (found !== undefined) throw new Error(`This answer would break TMF654: ${found}`);
    return answer;
  });
}

function successViolation(answer: unknown): string | undefined {
  return Array.isArray(answer) ? listViolation(answer) : violation('TopupBalance', answer);
}

function refusalsFollowTheSpecification(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => refuse(reply, 404, `nothing answers ${request.method} here`));
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(reply, status === 415 ? 415 : 400, 'the request is not readable JSON');
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return refuse(reply, 500, 'the charging stand-in failed; its own error output says why');
  });
}
