/** So long does a reader wait for a fresh figure. */
const MOMENT_MS = 1_000;

/** One figure that is collected when it is read, in the background and never twice at once. */
export class Collecting {
  /** When it was collected last, in milliseconds; 0: never. */
  collectedAt = 0;
  private failing = false;
  private underWay: { readonly since: number; readonly work: Promise<void> } | undefined;

  /** `onError` hears of the first failure in a row. */
  constructor(
    private readonly collect: () => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves when it has been collected, has failed, or is under way for a second; never rejects. */
  async fresh(): Promise<void> {
    const { since, work } = (this.underWay ??= { since: performance.now(), work: this.run() });
    const left = since + MOMENT_MS - performance.now();
    if (left > 0) await within(left, work);
  }

  /** One that fails keeps its last figure, whose age everybody sees. */
  private async run(): Promise<void> {
    const startedAt = Date.now();
    try {
      await this.collect();
      this.collectedAt = startedAt;
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.onError(error);
      this.failing = true;
    } finally {
      this.underWay = undefined;
    }
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, over]);
  clearTimeout(timer);
}
