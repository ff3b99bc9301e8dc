import type { Home } from './home.js';
import { endLeftovers, ProcessNotes, waitForEnd } from './leftovers.js';
import { Part, type PartSpec } from './part.js';
import { guardian, stillRuns } from './process-identity.js';
import { StartError } from './start-error.js';

/** Whoever needs another stops before it: first what takes events in, last what keeps them. */
const stopOrder = [
  ['api'],
  ['relay', 'worker'],
  ['charging', 'identity', 'mailbox', 'temporal'],
  ['postgres'],
];
const PATIENCE_MS = 15_000;

/** Thrown when the same home is in use by a supervisor that somebody still looks after. */
export class AlreadyRunningError extends StartError {}

/** Starts parts, keeps them running and stops them in order. */
export class Supervisor {
  private readonly parts = new Map<string, Part>();
  private readonly notes: ProcessNotes;
  private homeIsOurs = false;
  private stopping = false;

  constructor(
    home: Home,
    private readonly say: (line: string) => void,
  ) {
    this.notes = new ProcessNotes(home.subfolder('run'));
  }

  /**
   * Makes the home ours: ends what a killed start left running, an orphaned supervisor first. Throws AlreadyRunningError
   * when one runs that somebody looks after.
   */
  async takeOver(): Promise<void> {
    await this.waitForOneThatStops();
    const other = this.notes.running('supervisor');
    if (other?.guardian && stillRuns(other.guardian))
      throw new AlreadyRunningError(
        `Quietline already runs in this home (process ${other.pid}). Stop it first, or start another one ` +
          'with its own QUIETLINE_HOME and PORT.',
      );
    for (const names of [['supervisor'], ...stopOrder]) {
      const ended = await endLeftovers(this.notes, names, other ? 4 * PATIENCE_MS : PATIENCE_MS);
      if (ended.length > 0) this.say(`ended what an earlier start left running: ${ended.join(', ')}`);
    }
    this.notes.write('supervisor', process.pid, 'SIGTERM', guardian());
    this.homeIsOurs = true;
  }

  private async waitForOneThatStops(): Promise<void> {
    const stopping = this.notes.running('stopping');
    if (!stopping) return;
    this.say('waiting for the one that is stopping');
    await waitForEnd(stopping, 4 * PATIENCE_MS);
  }

  /** Starts a part and keeps it running. Resolves when it serves; throws PartFailedError. */
  async start(spec: PartSpec): Promise<void> {
    if (this.stopping) throw new StartError('Stopped before it was up');
    const part = new Part(spec, this.notes, this.say);
    this.parts.set(spec.name, part);
    await part.start();
  }

  /** Stops every part, in order. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (!this.homeIsOurs) return;
    this.notes.write('stopping', process.pid, 'SIGTERM');
    this.notes.remove('supervisor');
    for (const names of stopOrder) {
      const parts = names.flatMap((name) => this.parts.get(name) ?? []);
      await Promise.all(parts.map((part) => part.stop(PATIENCE_MS)));
    }
    this.notes.remove('stopping');
  }

  /** True once it has been asked to stop. */
  get isStopping(): boolean {
    return this.stopping;
  }

  /** Kills every part at once. */
  kill(): void {
    for (const part of this.parts.values()) part.kill();
  }
}
