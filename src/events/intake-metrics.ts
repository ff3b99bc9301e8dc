import { Counter, type Registry } from 'prom-client';

/** What the inbox counts; no label holds anything of a customer's. */
export class IntakeMetrics {
  /** Events by what became of them; of an unknown customer's nothing but this count is kept. */
  readonly events: Counter<'outcome'>;

  constructor(registry: Registry) {
    this.events = new Counter({
      name: 'quietline_events_total',
      help: 'Events sent to the inbox: accepted, duplicate, refused, time-in-future, unknown-customer or too-many-undelivered. Alarm where the last one rises.',
      labelNames: ['outcome'],
      registers: [registry],
    });
  }
}
