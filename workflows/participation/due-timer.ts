import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Due } from '../../src/domain/phase.js';

/** The one timer of a participation: set to what is due next, in a scope of its own, named for what it waits for. */
export class DueTimer {
  private due: Due | undefined;
  private scope: CancellationScope | undefined;
  private fired = false;

  /** Waits for this from now on; an instant that has passed is due at once. */
  set(due: Due | undefined): void {
    const same = due?.at === this.due?.at && due?.what === this.due?.what;
    if (same && !(this.fired && due && Date.now() < due.at)) return;
    this.stop();
    this.due = due;
    if (!due) return;
    if (due.at <= Date.now()) this.fired = true;
    else this.start(due);
  }

  isDue(): boolean {
    return this.fired;
  }

  /** Cancels the timer, visible as such in the history. */
  stop(): void {
    this.scope?.cancel();
    this.scope = undefined;
    this.due = undefined;
    this.fired = false;
  }

  private start(due: Due): void {
    const scope = new CancellationScope({ cancellable: true, parent: CancellationScope.current() });
    this.scope = scope;
    const summary = `${due.what} until ${new Date(due.at).toISOString().slice(0, 10)}`;
    scope
      .run(() => sleep(due.at - Date.now(), { summary }))
      .then(
        () => {
          if (this.scope === scope) this.fired = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }
}
