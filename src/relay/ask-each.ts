import { OutageError } from './temporal-gateway.js';

/**
 * Asks Temporal for each of these side by side. One that it does not answer for, while it answers for others, is told to `onUnanswered`
 * and holds nobody up. Throws OutageError when it answers for none, and whatever else `ask` throws.
 */
export async function askEach<T>(
  all: readonly T[],
  ask: (one: T) => Promise<void>,
  onUnanswered: (error: OutageError, one: T) => void,
): Promise<void> {
  const unanswered: { readonly one: T; readonly error: OutageError }[] = [];
  await Promise.all(
    all.map(async (one) => {
      try {
        await ask(one);
      } catch (error) {
        if (!(error instanceof OutageError)) throw error;
        unanswered.push({ one, error });
      }
    }),
  );
  const [first] = unanswered;
  if (first && unanswered.length === all.length) throw first.error;
  for (const { one, error } of unanswered) onUnanswered(error, one);
}
