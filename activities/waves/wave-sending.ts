import { Context } from '@temporalio/activity';
import type { Instant } from '../../src/domain/terms.js';
import { PAGE, reasonToStop, type Standing, type Stop } from '../../src/domain/waves/sending.js';
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

/** Sends waves: no more than two pages are ever on their way, so that a wave that stops leaves no customer invited but not told. */
export function createWaveSending(pages: WavePages, now: () => Instant = Date.now): WaveSending {
  return {
    async inviteStretch(wave, from) {
      const context = Context.current();
      const endsAt = now() + LONGEST_MS;
      let progress = (context.info.heartbeatDetails as WaveProgress | undefined) ?? from;
      for (let page = 0; page < STRETCH && now() < endsAt;) {
        const standing = await pages.standing(wave);
        const stop: Stop | undefined = standing ? reasonToStop(standing) : { what: 'cancelled' };
        if (stop) return { ...progress, next: await left(pages, wave, stop) };
        if (standing && standing.underWay >= PAGE) {
          context.heartbeat(progress);
          await context.sleep(LOOK_EVERY_MS);
          continue;
        }
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
