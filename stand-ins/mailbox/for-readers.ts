import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { Behaviour, type Conduct } from './behaviour.js';
import type { Letters } from './letters.js';
import { page, STYLE } from './page.js';

/** So many at a time are few enough for a browser. */
const AT_A_TIME = 200;

const Query = z.object({
  to: z
    .string()
    .transform((to) => to || undefined)
    .optional(),
  before: z.guid().optional(),
  limit: z.coerce.number().int().positive().max(10_000).default(AT_A_TIME),
});

/** The page for people, the letters as JSON, and telling both servers to misbehave. */
export function forReaders(app: FastifyInstance, letters: Letters, conduct: Conduct): void {
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy'))
      void reply.header(
        'content-security-policy',
        "default-src 'none'; style-src 'self'; form-action 'self'",
      );
    void reply.header('x-content-type-options', 'nosniff');
  });

  app.get('/', ({ query }, reply) => {
    const wanted = Query.safeParse(query);
    if (!wanted.success) return refuse(reply, wanted.error);
    return reply.type('text/html; charset=utf-8').send(page(letters.find(wanted.data), wanted.data));
  });
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/letters', ({ query }, reply) => {
    const wanted = Query.safeParse(query);
    if (!wanted.success) return refuse(reply, wanted.error);
    const { letters: items, total } = letters.find(wanted.data);
    return reply.send({ items, before: total > items.length ? items[0]?.id : null });
  });
  app.get<{ Params: { id: string } }>('/letters/:id/html', ({ params: { id } }, reply) => {
    const html = letters.byId(id)?.html;
    if (html === undefined)
      return reply.code(404).send({ code: 'not-found', reason: 'no such letter in HTML' });
    // what a stranger wrote: shown without scripts and without asking any other host
    void reply.header(
      'content-security-policy',
      "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'",
    );
    return reply.type('text/html; charset=utf-8').send(html);
  });
  app.get('/health/ready', () => ({ status: 'ok' }));
  app.get('/behaviour', () => conduct.show());
  app.put('/behaviour', ({ body }, reply) => {
    const told = Behaviour.safeParse(body);
    if (!told.success) return refuse(reply, told.error);
    conduct.set(told.data);
    return reply.send(told.data);
  });
}

function refuse(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return reply.code(400).send({ code: 'invalid-request', reason: z.prettifyError(error) });
}
