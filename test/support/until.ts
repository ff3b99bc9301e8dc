/**
 * Waits until `look` finds something, looking again and again; fails naming what it waited for. A machine that is busy with other things may
 * take long over anything.
 */
export async function until<T>(look: () => Promise<T | undefined>, withinMs = 60_000): Promise<T> {
  const givesUpAt = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givesUpAt) throw new Error(`nothing within ${withinMs} ms: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
