import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Conduct, Occasion } from './behaviour.js';
import type { Booking, Bookings } from './bookings.js';
import { BASE_PATH, beyondTheSpecification, isTopUpRequest, violation } from './contract.js';
import { bookUnder, misbehaveAfter, misbehaveBefore } from './misbehave.js';
import { refuse } from './refuse.js';

const PATH = `${BASE_PATH}/topupBalance`;
const Key = z.string().min(1).max(255).optional();
const Selection = z.strictObject({ fields: z.string().optional() });
const Page = Selection.extend({
  'requestor.id': z.string().optional(),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().positive().max(1000).default(100),
});
type Page = z.infer<typeof Page>;

interface System {
  readonly bookings: Bookings;
  readonly conduct: Conduct;
}

/** TMF654 `topupBalance`: create, list and retrieve; changing and deleting are refused, as money once moved is. */
export function topUps(app: FastifyInstance, system: System): void {
  app.post(PATH, (request, reply) => create(system, request, reply));
  app.get(PATH, (request, reply) => list(system, request, reply));
  app.get<{ Params: { id: string } }>(`${PATH}/:id`, (request, reply) => retrieve(system, request, reply));
  app.route({
    method: ['PATCH', 'DELETE'],
    url: `${PATH}/:id`,
    handler: (_request, reply) => refuse(reply, 405, 'a top-up cannot be changed or deleted'),
  });
}

async function create(
  { bookings, conduct }: System,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { body } = request;
  if (!isTopUpRequest(body)) return refuse(reply, 400, violation('TopupBalance_Create', body) ?? 'invalid');
  const missing = beyondTheSpecification(body);
  if (missing !== undefined) return refuse(reply, 400, missing);
  const key = Key.safeParse(request.headers['idempotency-key']);
  if (!key.success) return refuse(reply, 400, 'Idempotency-Key must have 1 to 255 characters');

  const fault = conduct.faultFor({ on: 'top-up', requestorId: body.requestor?.id });
  if (fault && (await misbehaveBefore(fault, request, reply))) return;
  const booking = await bookings.book(body, bookUnder(fault, key.data));
  if (booking === 'conflict') return refuse(reply, 409, 'this Idempotency-Key came with another request');
  if (fault && (await misbehaveAfter(fault, request, reply))) return;
  await reply.code(201).send(resource(booking));
}

async function list(
  { bookings, conduct }: System,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const page = Page.safeParse(request.query);
  if (!page.success) return refuse(reply, 400, z.prettifyError(page.error));
  const { 'requestor.id': requestorId, offset, limit, fields } = page.data;
  if (await dealtWith(conduct, { on: 'look-up', requestorId }, request, reply)) return;
  const found = requestorId === undefined ? bookings.all() : bookings.byRequestor(requestorId);
  const shown = await Promise.all(
    found.slice(offset, offset + limit).map((booking) => bookings.look(booking)),
  );
  void reply.headers({ 'x-total-count': found.length, 'x-result-count': shown.length });
  await reply.send(shown.map((booking) => select(resource(booking), fields)));
}

async function retrieve(
  { bookings, conduct }: System,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<void> {
  const query = Selection.safeParse(request.query);
  if (!query.success) return refuse(reply, 400, z.prettifyError(query.error));
  const booking = bookings.byId(request.params.id);
  if (
    await dealtWith(conduct, { on: 'look-up', requestorId: booking?.request.requestor?.id }, request, reply)
  )
    return;
  if (!booking) return refuse(reply, 404, 'no top-up has this id');
  await reply.send(select(resource(await bookings.look(booking)), query.data.fields));
}

async function dealtWith(
  conduct: Conduct,
  occasion: Occasion,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const fault = conduct.faultFor(occasion);
  return fault !== undefined && (await misbehaveBefore(fault, request, reply));
}

/** TMF654 TopupBalance. */
function resource({ id, request, status, bookedAt, completedAt }: Booking): Record<string, unknown> {
  const confirmation = completedAt === undefined ? {} : { confirmationDate: completedAt };
  return { ...request, id, href: `${PATH}/${id}`, status, requestedDate: bookedAt, ...confirmation };
}

/** First-level attribute selection; what identifies the resource and what the specification requires stays. */
function select(top: Record<string, unknown>, fields: Page['fields']): Record<string, unknown> {
  if (fields === undefined) return top;
  const kept = new Set(['id', 'href', 'status', ...fields.split(',')]);
  return Object.fromEntries(Object.entries(top).filter(([name]) => kept.has(name)));
}
