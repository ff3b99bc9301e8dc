import { z } from 'zod';
import { type Exchange, type Exchanging, exchanging } from '../http/exchange.js';
import type { Carried, Carrier, Delivery, Outgoing } from './carrier.js';

/** How an SMS centre is reached, and as whom. */
export interface Tmf681Settings {
  /** Up to and with `/tmf-api/communicationManagement/v4`. */
  readonly url: string;
  /** The number or short code that it comes from, and that STOP is answered to. */
  readonly sender: string;
}

/** TMF681 CommunicationMessage, as far as we read it. */
const Message = z.object({
  id: z.string().min(1),
  state: z.enum(['initial', 'inProgress', 'completed', 'cancelled', 'failed']).optional(),
  receiver: z.array(z.object({ id: z.string().optional() })).optional(),
});

type Message = z.output<typeof Message>;

const DELIVERIES: Readonly<Record<NonNullable<Message['state']>, Delivery>> = {
  initial: 'under-way',
  inProgress: 'under-way',
  completed: 'delivered',
  cancelled: 'failed',
  failed: 'failed',
};

/** What says that address or credentials are wrong, and not the message. */
const OURS: ReadonlySet<number> = new Set([401, 403, 404, 405]);

/** Speaks TMF681 v4 `communicationMessage` with an SMS centre. Throws TypeError for a URL that is none. */
export function tmf681Sms({ url, sender }: Tmf681Settings): Carrier {
  const exchange = exchanging(new URL(url).href);
  return {
    looksUp: true,
    patienceMs: 20_000,
    async carry(message, { again, timeoutMs }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const found = again ? await lookUp(message.id, exchange, signal) : 'nothing-arrived';
      if (found !== 'nothing-arrived') return found;
      const body = communicationMessage(message, sender);
      return outcome(await exchange('/communicationMessage', { body, signal }));
    },
    async deliveryOf(reference, { timeoutMs }) {
      const path = `/communicationMessage/${encodeURIComponent(reference)}`;
      const answer = await exchange(path, { signal: AbortSignal.timeout(timeoutMs) });
      if (answer.kind === 'unanswered') return 'unanswered';
      const state = Message.safeParse(answer.body).data?.state;
      return state ? DELIVERIES[state] : 'unknown';
    },
  };
}

function communicationMessage({ id, to, text }: Outgoing, sender: string) {
  return {
    messageType: 'SMS',
    content: text,
    sender: { phoneNumber: sender },
    receiver: [{ id, phoneNumber: to }],
  };
}

async function lookUp(
  id: string,
  exchange: Exchanging,
  signal: AbortSignal,
): Promise<Carried | 'nothing-arrived'> {
  const query = new URLSearchParams({ 'receiver.id': id });
  const answer = await exchange(`/communicationMessage?${query.toString()}`, { signal });
  const listed = answer.kind === 'answered' && (answer.status === 200 || answer.status === 206);
  const list = listed ? z.array(Message).safeParse(answer.body) : undefined;
  if (!list?.success) {
    const blind = pending('It cannot be looked up whether the message arrived', true);
    return answer.kind === 'unanswered' ? { ...blind, unanswered: true } : blind;
  }
  const ours = list.data.find(({ receiver }) => receiver?.some((each) => each.id === id));
  if (ours) return { state: 'sent', reference: ours.id };
  // a server that does not know this filter lists everybody's
  return list.data.length === 0
    ? 'nothing-arrived'
    : pending('The SMS centre does not honour receiver.id', true);
}

function outcome(answer: Exchange): Carried {
  if (answer.kind === 'unanswered') {
    const reason = `The SMS centre is out of reach: ${answer.why}`;
    return { ...pending(reason, answer.mayHaveArrived), unanswered: true };
  }
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    const read = Message.safeParse(body);
    if (read.success) return { state: 'sent', reference: read.data.id };
    return pending("The SMS centre's answer does not follow TMF681", true);
  }
  if (status === 400 || status === 422)
    return { state: 'refused', reason: `The SMS centre refused the message with HTTP ${status}` };
  const answered = pending(`The SMS centre answered HTTP ${status}`, status >= 500);
  return OURS.has(status) || (status >= 300 && status < 400)
    ? { ...answered, alarm: 'configuration' }
    : answered;
}

function pending(reason: string, mayHaveArrived: boolean) {
  return { state: 'pending', reason, mayHaveArrived } as const;
}
