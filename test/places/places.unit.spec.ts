import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { Places } from '../../src/places/places.js';
import { VisitCounter } from '../../src/places/visits.js';

/** What was counted, and whether keeping it works. */
class Counted {
  readonly by: unknown[] = [];
  works = true;
  async count({ headers }: { headers: Record<string, unknown> }): Promise<void> {
    if (!this.works) throw new Error('the database is away');
    this.by.push(headers['customer']);
  }
}

function installation() {
  const visits = new Counted();
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void logged.push(line) });
  const places = new Places({ bills: 'https://operator.example/bills' }, new VisitCounter(visits, log));
  const app = fastify();
  app.get<{ Params: { place: string } }>('/:place', async (request, reply) => {
    const address = await places.follow(request.params.place, request);
    return address === undefined ? reply.status(404).send() : reply.redirect(address, 303);
  });
  const go = (url: string, headers = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url, headers: { customer: 'C-1', ...headers } });
  return { visits, logged, go };
}

describe('a tile that is followed', () => {
  it('counts as a visit of whoever followed it', async () => {
    const { visits, go } = installation();
    expect((await go('/bills')).statusCode).toBe(303);
    expect(visits.by).toEqual(['C-1']);
  });

  it.each([
    ['a prefetch', { 'sec-purpose': 'prefetch;prerender' }, 'GET'],
    ['a prefetch of older browsers', { purpose: 'prefetch' }, 'GET'],
    ['a link checker', {}, 'HEAD'],
  ] as const)('does not count for %s: nobody has come', async (_, headers, method) => {
    const { visits, go } = installation();
    expect((await go('/bills', headers, method)).statusCode).toBe(303);
    expect(visits.by).toEqual([]);
  });

  it('does not count where it leads nowhere', async () => {
    const { visits, go } = installation();
    expect((await go('/chat')).statusCode).toBe(404);
    expect(visits.by).toEqual([]);
  });

  it('still brings the customer to the bill when the visit cannot be kept, and says so in the log', async () => {
    const { visits, logged, go } = installation();
    visits.works = false;
    expect((await go('/bills')).headers.location).toBe('https://operator.example/bills');
    expect(logged.join('')).toContain('a visit could not be kept');
  });
});
