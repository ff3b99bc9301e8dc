import { MockActivityEnvironment } from '@temporalio/testing';
import type { Next, WaveProgress, WaveSending } from '../../workflows/contract/wave.js';

/** Where a stretch of a wave has come to. */
export type Stretched = WaveProgress & { readonly next: Next };

/** One stretch of this wave as its workflow asks for it, from its beginning unless the activity has told before how far it was. */
export async function stretch(
  sending: WaveSending,
  wave: string,
  { environment = new MockActivityEnvironment() } = {},
): Promise<Stretched> {
  return environment.run<[], Stretched, () => Promise<Stretched>>(() =>
    sending.inviteStretch(wave, { after: 0, invited: 0 }),
  );
}
