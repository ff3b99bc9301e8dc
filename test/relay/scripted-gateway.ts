import { randomUUID } from 'node:crypto';
import type { Gateway } from '../../src/relay/bring.js';
import type { Signal } from '../../src/relay/signal-of.js';
import { OutageError, type Sent, type Start } from '../../src/relay/temporal-gateway.js';

/** One thing that was asked of Temporal. */
export interface Asked {
  readonly how: 'start' | 'signalWithStart' | 'signal';
  readonly participation: string;
  readonly delivery: string;
  readonly startDelayMs?: number;
}

/** To be away, with this gRPC status if there is one. */
type Outage = 'outage' | { readonly outage: number };
type Told = Sent | Outage | undefined;

/** What to do with a call before it is served as usual: nothing, answer otherwise, or wait. */
type Script = (asked: Asked) => Told | Promise<Told>;

/** Temporal as the relay knows it, doing as it is told; the contract test holds it to what the real one does. */
export class ScriptedGateway implements Gateway {
  /** Every call, in the order of arrival. */
  readonly asked: Asked[] = [];
  script: Script = () => undefined;
  private readonly workflows = new Map<string, { run: string; open: boolean; signals: string[] }>();

  start({ participation }: Start, delivery: string, startDelayMs: number): Promise<Sent> {
    return this.call({ how: 'start', participation, delivery, startDelayMs }, () =>
      this.begin(participation) ? 'sent' : 'workflow-missing',
    );
  }

  signalWithStart({ participation }: Start, delivery: string, _signal: Signal): Promise<Sent> {
    return this.call({ how: 'signalWithStart', participation, delivery }, () =>
      this.begin(participation) ? this.hear(participation, delivery) : 'workflow-missing',
    );
  }

  signal(participation: string, delivery: string, _signal: Signal): Promise<Sent> {
    return this.call({ how: 'signal', participation, delivery }, () => this.hear(participation, delivery));
  }

  /** The deliveries that this workflow has heard. */
  heardBy(participation: string): readonly string[] {
    return this.workflows.get(participation)?.signals ?? [];
  }

  /** The run that stands under its id. */
  runOf(participation: string): string {
    return this.workflows.get(participation)?.run ?? '';
  }

  /** As new: it was asked nothing and is told nothing. */
  forget(): void {
    this.asked.length = 0;
    this.script = () => undefined;
    this.workflows.clear();
  }

  close(participation: string): void {
    const workflow = this.workflows.get(participation);
    if (workflow) workflow.open = false;
  }

  private begin(participation: string): boolean {
    const workflow = this.workflows.get(participation) ?? { run: randomUUID(), open: true, signals: [] };
    this.workflows.set(participation, workflow);
    return workflow.open;
  }

  private hear(participation: string, delivery: string): Sent {
    const workflow = this.workflows.get(participation);
    if (workflow?.signals.includes(delivery)) return 'sent';
    if (!workflow?.open) return 'workflow-missing';
    workflow.signals.push(delivery);
    return 'sent';
  }

  private async call(asked: Asked, serve: () => Sent): Promise<Sent> {
    this.asked.push(asked);
    if (asked.participation.length > 900) return { fault: 'temporal-refused-3' };
    const told = await this.script(asked);
    if (told === 'outage') throw new OutageError('told to be away');
    if (typeof told === 'object' && 'outage' in told)
      throw new OutageError('told to be away', { status: told.outage });
    return told ?? serve();
  }
}
