import type { Gateway } from './bring.js';
import { OutageError } from './temporal-gateway.js';

/** Far more than a relay has under way; what is forgotten is found out again. */
const MOST_REMEMBERED = 10_000;

/**
 * Tells a call that fails alone from an outage: Temporal has answered somebody else since it failed first. One answer before that says
 * nothing, as every outage begins so.
 */
export class Unanswered {
  private answers = 0;
  /** How many answers there had been when this delivery failed first. */
  private readonly since = new Map<string, number>();

  /** The same gateway, listened to. */
  listening(gateway: Gateway): Gateway {
    return {
      start: (start, delivery, delayMs) => this.heard(delivery, gateway.start(start, delivery, delayMs)),
      signalWithStart: (start, request, signal) =>
        this.heard(signal.content.delivery, gateway.signalWithStart(start, request, signal)),
      signal: (participation, request, signal) =>
        this.heard(signal.content.delivery, gateway.signal(participation, request, signal)),
    };
  }

  isAlone(delivery: string): boolean {
    return this.answers > (this.since.get(delivery) ?? this.answers);
  }

  private async heard<T>(delivery: string, asked: Promise<T>): Promise<T> {
    try {
      const answer = await asked;
      this.answers += 1;
      this.since.delete(delivery);
      return answer;
    } catch (error) {
      if (error instanceof OutageError) this.failed(delivery);
      throw error;
    }
  }

  private failed(delivery: string): void {
    if (this.since.size >= MOST_REMEMBERED) this.since.clear();
    if (!this.since.has(delivery)) this.since.set(delivery, this.answers);
  }
}
