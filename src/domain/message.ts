import type { Dropped, HeardFact } from './facts.js';

/** One delivery as the workflow hears it; `went-inactive` is only a proposal to drop (R9). */
export type Message = HeardFact | (Omit<Dropped, 'type'> & { readonly type: 'went-inactive' });
