import { Context } from '@temporalio/activity';
import type { Instant } from '../../src/domain/terms.js';
import {
  PAGE,
  pauseForRoom,
  reasonToStop,
  type Standing,
  type Stop,
} from '../../src/domain/waves/sending.js';
import type { Next, WaveProgress, WaveSending } from '../../workflows/contract/wave.js';

/** What the sending of waves asks PostgreSQL for. */
export interface WavePages {
  /** Undefined where there is no such wave. */
  standing(wave: string): Promise<Standing | undefined>;
  /**
   * Invites up to 100 customers behind this place, each with their invitation, in one transaction; answers how many and how far that
   * was. Undefined where nobody is left. Writes nothing unless the wave is being sent under the latest version of its programme.
   */
  invite(wave: string, after: number): Promise<WaveProgress | undefined>;
  /** Moves a wave that is being sent to this state. */
  leave(wave: string, state: 'done' | 'paused' | 'cancelled', because?: string): Promise<void>;
}

/** After so many pages the workflow hears of it. */
const STRETCH = 100;
/** A worker that stops has to get rid of it, and the Web UI has to show where it stands. */
const LONGEST_MS = 5 * 60_000;
const LOOK_EVERY_MS = 200;
/**
 * So long a stretch waits for room: a slot that only waits is one that others lack. At twenty messages a second or more there is room
 * sooner. Slower than that, coming back costs a timer and another activity a page or two, which is little beside what a hundred
 * invitations cost.
 */
const KEEPS_SLOT_MS = 5_000;

/** Sends waves: no more than two pages are ever on their way, so that a wave that stops leaves no customer invited but not told. */
export function createWaveSending(pages: WavePages, now: () => Instant = Date.now): WaveSending {
  return {
    async inviteStretch(wave, from) {
      const context = Context.current();
      const endsAt = now() + LONGEST_MS;
      let full: { readonly since: Instant; readonly underWay: number } | undefined;
      let progress = (context.info.heartbeatDetails as WaveProgress | undefined) ?? from;
      for (let page = 0; page < STRETCH && now() < endsAt;) {
        const standing = await pages.standing(wave);
        const stop: Stop | undefined = standing ? reasonToStop(standing) : { what: 'cancelled' };
        if (stop) return { ...progress, next: await left(pages, wave, stop) };
        const underWay = standing?.underWay ?? 0;
        if (underWay >= PAGE) {
          context.heartbeat(progress);
          full ??= { since: now(), underWay };
          const within = now() - full.since;
          if (within >= KEEPS_SLOT_MS) {
            const pauseMs = pauseForRoom({ before: full.underWay, now: underWay }, within);
            return { ...progress, next: { what: 'go-on', pauseMs } };
          }
          await context.sleep(LOOK_EVERY_MS);
          continue;
        }
        full = undefined;
        const invited = await pages.invite(wave, progress.after);
        if (!invited) return { ...progress, next: await left(pages, wave, { what: 'done' }) };
        page += 1;
        progress = { after: invited.after, invited: progress.invited + invited.invited };
        context.heartbeat(progress);
      }
      return { ...progress, next: { what: 'go-on' } };
    },
    cancelWave: (wave) => pages.leave(wave, 'cancelled'),
  };
}

/** Writes down what is decided here, and answers what the workflow has to know of it. */
async function left(pages: WavePages, wave: string, stop: Stop): Promise<Next> {
  switch (stop.what) {
    case 'pause':
      await pages.leave(wave, 'paused', stop.because);
      return { what: 'paused' };
    case 'wait':
      return { what: 'wait', until: new Date(stop.until).toISOString(), pauseMs: stop.pause };
    case 'done':
      await pages.leave(wave, 'done');
      return { what: 'done' };
    default:
      return { what: stop.what };
  }
}
