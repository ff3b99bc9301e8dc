import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Queryable } from '../../database/database.js';
import type { Milliseconds } from '../../domain/terms.js';
import type { Remembered } from '../../sign-in/session.js';
import { appealIn } from './appealing.js';

const KEPT_FOR: Milliseconds = 30 * 60_000;

/** Whose appeal it is: whoever signs in may be somebody else. */
const Form = z.object({ participation: z.guid() });

/** Keeps what was to be an appeal in the session; nothing of a form that none of our pages can have shown. */
export async function keepDraft(
  db: Queryable,
  { session, body, routeOptions }: FastifyRequest,
): Promise<void> {
  const participation = Form.safeParse(body).data?.participation;
  const text = appealIn(body);
  if (routeOptions.url?.endsWith('/appeal') !== true || participation === undefined || text === undefined)
    return;
  const { rowCount } = await db.query(
    `select from participation where id = $1 and phase in ('forfeited', 'dropped')`,
    [participation],
  );
  if (rowCount === 1) session.draft = { participation, text, keptAt: Date.now() };
}

/** What is kept for this participation; of another, or after half an hour, it is forgotten. */
export function draftOf(session: Remembered, participation: string): string | undefined {
  const { draft } = session;
  if (draft?.participation === participation && Date.now() - draft.keptAt < KEPT_FOR) return draft.text;
  delete session.draft;
  return undefined;
}
