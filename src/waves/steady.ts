import type { Readable } from 'node:stream';
import { Problem } from '../problems/problem.js';

/** How long a list may send nothing, and how long it may take as a whole; in milliseconds. */
export interface Patience {
  readonly silentMs: number;
  readonly wholeMs: number;
}

export const PATIENCE: Patience = { silentMs: 30_000, wholeMs: 60 * 60_000 };

/**
 * Hands on what comes as long as something does: whoever goes silent without hanging up would hold a place that other lists wait for. Only
 * the sender's silence counts, not how long what came takes to be written. The stream is not destroyed when somebody stops reading: whoever
 * is sending has to hear why. Throws Problem (408, and 400 where the sender hangs up, which would pass for an outage of PostgreSQL).
 */
export async function* steady(source: Readable, { silentMs, wholeMs }: Patience): AsyncGenerator<Buffer> {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const endsAt = Date.now() + wholeMs;
  try {
    for (;;) {
      const next = chunks.next().catch(hungUp);
      const came = await Promise.race([
        next,
        after(Math.max(0, Math.min(silentMs, endsAt - Date.now())), next),
      ]);
      if (came === undefined) throw endsAt - Date.now() > 0 ? stalled() : tooSlow();
      if (came.done === true) return;
      yield came.value;
    }
  } finally {
    // not waited for: while nothing comes it does not end
    void chunks.return?.();
  }
}

/** Resolves after so long, unless `other` is there sooner: no timer outlives what it was for. */
function after(ms: number, other: Promise<unknown>): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, undefined);
    const stop = () => clearTimeout(timer);
    other.then(stop, stop);
  });
}

/** What cannot be unpacked says so itself; the rest is hardly ever heard: whoever has hung up does not listen. */
function hungUp(error: unknown): never {
  if (error instanceof Problem) throw error;
  const detail = 'The connection broke before the list was in, so nothing of it was kept: send it again.';
  throw new Problem(400, 'upload-broken-off', detail);
}

function stalled(): Problem {
  return brokenOff('Nothing of the list came for 30 seconds, so nothing of it was kept: send it again.');
}

function tooSlow(): Problem {
  return brokenOff(
    'The list was not in within an hour, so nothing of it was kept: send it again, or split it.',
  );
}

/** Nobody reads what still comes, so the connection is closed: whoever is sending would go on. */
function brokenOff(detail: string): Problem {
  return new Problem(408, 'upload-stalled', detail, { headers: { connection: 'close' } });
}
