import { OWN_SOURCE } from '../domain/commands.js';
import type { FieldProblem } from '../problems/problem.js';
import type { InboxEvent } from './inbox.js';

/** Per client id what it may send; `*` stands for all. */
export type Bindings = Readonly<
  Record<string, { readonly sources: readonly string[]; readonly types: readonly string[] }>
>;

/** Which client may send which events (design, section 4). */
export class EventClients {
  constructor(private readonly bindings: Bindings) {}

  /** Why this client may not send this event, or undefined when it may. */
  refusal(client: string, { source, type }: Pick<InboxEvent, 'source' | 'type'>): FieldProblem | undefined {
    if (source === OWN_SOURCE) {
      const detail = 'This source is reserved for commands: call leave or reinstate of the participation.';
      return { pointer: '/source', code: 'source-reserved', detail };
    }
    const bound = Object.hasOwn(this.bindings, client) ? this.bindings[client] : undefined;
    if (!holds(bound?.sources, source)) {
      const detail = 'This client may not send events of this source: see EVENT_CLIENTS.';
      return { pointer: '/source', code: 'source-not-allowed', detail };
    }
    if (holds(bound?.types, type)) return undefined;
    const detail = 'This client may not send events of this type: see EVENT_CLIENTS.';
    return { pointer: '/type', code: 'type-not-allowed', detail };
  }
}

function holds(allowed: readonly string[] | undefined, value: string): boolean {
  return allowed !== undefined && (allowed.includes('*') || allowed.includes(value));
}
