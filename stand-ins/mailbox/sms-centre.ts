import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Conduct } from './behaviour.js';
import { BASE_PATH, beyondTheSpecification, isMessageRequest, violation } from './contract.js';
import type { Letter, Letters } from './letters.js';

const PATH = `${BASE_PATH}/communicationMessage`;
/** Whoever asks for everybody's gets the newest. */
const MOST = 200;
const Query = z.object({ 'receiver.id': z.string().optional() });

/** TMF681 `communicationMessage`: create, find by `receiver.id`, retrieve. */
export function smsCentre(app: FastifyInstance, letters: Letters, conduct: Conduct): void {
  app.post(PATH, async ({ body }, reply) => {
    if (!isMessageRequest(body))
      return refuse(reply, 400, violation('CommunicationMessage_Create', body) ?? '');
    const missing = beyondTheSpecification(body);
    if (missing !== undefined) return refuse(reply, 400, missing);
    const [receiver] = body.receiver;
    const to = receiver?.phoneNumber ?? '';
    const mode = conduct.towards({ channel: 'sms', to });
    if (mode === 'fail') return refuse(reply, 500, 'told to fail');
    if (mode === 'refuse') return refuse(reply, 400, '/receiver/0/phoneNumber is not in service');
    const letter = await letters.keep({
      channel: 'sms',
      from: body.sender.name ?? body.sender.phoneNumber ?? '',
      to,
      text: body.content,
      ...(receiver?.id !== undefined && { reference: receiver.id }),
      state: mode === 'undeliverable' ? 'failed' : 'completed',
    });
    if (mode === 'lose-answer') return void reply.raw.destroy();
    return reply.code(201).send(resource({ ...letter, state: 'inProgress' }));
  });

  app.get(PATH, ({ query }, reply) => {
    const { 'receiver.id': reference } = Query.parse(query);
    const sms =
      reference === undefined ? letters.find({ limit: MOST }).letters : letters.byReference(reference);
    const found = sms.filter(({ channel }) => channel === 'sms').map(resource);
    return reply.header('x-total-count', found.length).send(found);
  });

  app.get<{ Params: { id: string } }>(`${PATH}/:id`, ({ params: { id } }, reply) => {
    const letter = letters.byId(id);
    if (letter?.channel !== 'sms') return refuse(reply, 404, 'there is no such message');
    return reply.send(resource(letter));
  });
}

function resource({ id, from, to, text, reference, state, arrivedAt }: Letter) {
  return {
    id,
    href: `${PATH}/${id}`,
    messageType: 'SMS',
    content: text,
    sender: { name: from },
    receiver: [{ phoneNumber: to, ...(reference !== undefined && { id: reference }) }],
    state,
    sendTime: arrivedAt,
  };
}

function refuse(reply: FastifyReply, status: number, reason: string): FastifyReply {
  return reply
    .code(status)
    .send({ code: status === 500 ? 'internal-error' : 'refused', reason, status: String(status) });
}
