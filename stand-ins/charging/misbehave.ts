import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './behaviour.js';
import type { HowToBook } from './bookings.js';
import { refuse } from './refuse.js';

/** Plays the part of a fault that comes before booking; true when the request has been dealt with. */
export async function misbehaveBefore(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  switch (fault.mode) {
    case 'fail-500':
      await refuse(reply, 500, 'told to fail');
      return true;
    case 'reject':
      if (typeof fault.as !== 'number') return false;
      if (fault.retryAfter !== undefined) void reply.header('retry-after', String(fault.retryAfter));
      await refuse(reply, fault.as, 'told to refuse');
      return true;
    case 'timeout-before':
      await neverAnswer(request, reply);
      return true;
    case 'late':
      await wait(fault.delayMs);
      return false;
    default:
      return false;
  }
}

/** How a fault changes the booking itself. */
export function bookUnder(fault: Fault | undefined, key: string | undefined): HowToBook {
  if (fault?.mode === 'ignore-key') return { status: 'completed' };
  if (fault?.mode === 'created') return { key, status: 'created', looksUntilCompleted: fault.looks };
  if (fault?.mode === 'reject' && typeof fault.as === 'string') return { key, status: fault.as };
  return { key, status: 'completed' };
}

/** Plays the part of a fault that comes after booking; true when the request has been dealt with. */
export async function misbehaveAfter(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  switch (fault.mode) {
    case 'fail-500-after':
      await refuse(reply, 500, 'told to fail after booking');
      return true;
    case 'timeout-after':
      await neverAnswer(request, reply);
      return true;
    case 'reset-after':
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return true;
    case 'unreadable':
      await reply.code(201).type('text/html').send('<html>booked</html>');
      return true;
    case 'kill-worker-after':
      process.kill(fault.pid, 'SIGKILL');
      return false;
    default:
      return false;
  }
}

async function neverAnswer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.hijack();
  if (!request.raw.socket.closed) await once(request.raw.socket, 'close');
}
