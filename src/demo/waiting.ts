const LOOKS_EVERY_MS = 150;
const HAPPENS_WITHIN_MS = 45_000;

/** Something in a story did not come as it was to come. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/** Looks again and again until something is found. Throws StoryError. */
export async function attempt<T>(look: () => Promise<T | undefined>, failure: string): Promise<T> {
  const givesUpAt = Date.now() + HAPPENS_WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givesUpAt) throw new StoryError(`${failure} within ${HAPPENS_WITHIN_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
  }
}
