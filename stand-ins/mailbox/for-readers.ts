import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Behaviour, type Conduct } from './behaviour.js';
import type { Letter, Letters } from './letters.js';
import { page, STYLE } from './page.js';

const Query = z.object({ to: z.string().optional() });

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

  const found = (query: unknown): readonly Letter[] => {
    const { to } = Query.parse(query);
    return to === undefined || to === '' ? letters.all() : letters.all().filter((letter) => letter.to === to);
  };

  app.get('/', ({ query }, reply) =>
    reply.type('text/html; charset=utf-8').send(page(found(query), Query.parse(query).to)),
  );
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  app.get('/letters', ({ query }) => ({ items: found(query) }));
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
    if (!told.success)
      return reply.code(400).send({ code: 'invalid-request', reason: z.prettifyError(told.error) });
    conduct.set(told.data);
    return reply.send(told.data);
  });
}
