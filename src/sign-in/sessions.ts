import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import session from '@fastify/session';
import type { FastifyInstance } from 'fastify';
import { keyedHash } from '../../prisma/keyed-hash.js';
import type { Queryable } from '../database/database.js';
import { PostgresSessions } from './session-store.js';

/** What sessions are made with. */
export interface SessionMeans {
  readonly publicUrl: string;
  readonly hashKey: string;
}

/** Lets requests have a session: nothing is kept, and no cookie set, before there is something to remember. */
export async function openSessions(
  fastify: FastifyInstance,
  { publicUrl, hashKey }: SessionMeans,
  db: Queryable,
): Promise<void> {
  const secure = publicUrl.startsWith('https:');
  await fastify.register(cookie);
  // Whoever ends TLS before us need not say so in each request: PUBLIC_URL says it, and the plugin sets no secure cookie without.
  if (secure)
    fastify.addHook('onRequest', (request, _, done) => {
      Object.defineProperty(request, 'protocol', { value: 'https' });
      done();
    });
  await fastify.register(session, {
    secret: keyedHash(hashKey, 'session-cookies', ''),
    store: new PostgresSessions(db),
    cookieName: cookieName(publicUrl),
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    saveUninitialized: false,
    rolling: false,
  });
  await fastify.register(csrf, { sessionPlugin: '@fastify/session' });
}

/** Cookies ignore ports: two installs on one machine need names of their own. On https the prefix keeps other hosts from setting it. */
export function cookieName(publicUrl: string): string {
  const { protocol, port } = new URL(publicUrl);
  return protocol === 'https:' ? '__Host-quietline' : `quietline-${port || 80}`;
}
