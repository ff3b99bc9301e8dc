import { z } from 'zod';

const often = { times: z.int().positive().default(1), requestorId: z.string().optional() };
const place = { on: z.enum(['top-up', 'look-up']).default('top-up') };
const refusal = z.union([400, 401, 403, 404, 405, 422, 429, 503].map((status) => z.literal(status)));

/**
 * How the charging system is to behave, for `times` requests (of one `requestorId`, where it is given); then it is `ok` again.
 * The modes before booking also take `on: look-up`, which means both ways of looking a top-up up.
 */
export const Behaviour = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('ok') }),
  z
    .strictObject({ mode: z.literal('fail-500'), ...place, ...often })
    .meta({ description: 'HTTP 500, nothing booked' }),
  z
    .strictObject({ mode: z.literal('timeout-before'), ...place, ...often })
    .meta({ description: 'no answer ever, nothing booked' }),
  z
    .strictObject({
      mode: z.literal('reject'),
      as: z.union([z.enum(['failed', 'cancelled']), refusal]).default('failed'),
      retryAfter: z.union([z.int().nonnegative(), z.string()]).optional(),
      ...place,
      ...often,
    })
    .meta({ description: 'a top-up that ends as failed or cancelled, or an HTTP refusal with nothing kept' }),
  z
    .strictObject({ mode: z.literal('late'), delayMs: z.int().positive(), ...often })
    .meta({ description: 'books and answers only after delayMs, whether or not the caller still listens' }),
  z
    .strictObject({ mode: z.literal('fail-500-after'), ...often })
    .meta({ description: 'HTTP 500 after booking' }),
  z
    .strictObject({ mode: z.literal('timeout-after'), ...often })
    .meta({ description: 'no answer ever after booking' }),
  z
    .strictObject({ mode: z.literal('reset-after'), ...often })
    .meta({ description: 'connection reset after booking' }),
  z
    .strictObject({ mode: z.literal('unreadable'), ...often })
    .meta({ description: '201 with no JSON after booking' }),
  z
    .strictObject({ mode: z.literal('ignore-key'), ...often })
    .meta({ description: 'books as if there were no Idempotency-Key' }),
  z
    .strictObject({ mode: z.literal('created'), looks: z.int().nonnegative().default(0), ...often })
    .meta({ description: '201 with status created; after `looks` look-ups that still say so it completes' }),
  z
    .strictObject({ mode: z.literal('kill-worker-after'), pid: z.int().min(2), ...often })
    .meta({ description: 'kill -9 of the process after booking and before answering' }),
]);
export type Behaviour = z.infer<typeof Behaviour>;

/** Any behaviour but `ok`. */
export type Fault = Exclude<Behaviour, { mode: 'ok' }>;

/** Which request is being behaved to. */
export interface Occasion {
  readonly on: 'top-up' | 'look-up';
  readonly requestorId?: string | undefined;
}

/** The one behaviour in force. */
export interface Conduct {
  set(behaviour: Behaviour): void;
  show(): Behaviour;
  /** The fault that hits this request, counted down; undefined when it is to be served as usual. */
  faultFor(occasion: Occasion): Fault | undefined;
}

/** Starts well-behaved. */
export function conduct(): Conduct {
  let current: Behaviour = { mode: 'ok' };
  return {
    set: (behaviour) => void (current = behaviour),
    show: () => current,
    faultFor(occasion) {
      if (current.mode === 'ok' || !hits(current, occasion)) return undefined;
      const fault = current;
      current = fault.times === 1 ? { mode: 'ok' } : { ...fault, times: fault.times - 1 };
      return fault;
    },
  };
}

function hits(fault: Fault, { on, requestorId }: Occasion): boolean {
  const place = 'on' in fault ? fault.on : 'top-up';
  return place === on && (fault.requestorId === undefined || fault.requestorId === requestorId);
}
