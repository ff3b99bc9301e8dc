/** One message, ready to go to one address. */
export interface Outgoing {
  /** Ours, a UUID: by it an SMS is looked up, and an e-mail names itself in its Message-ID. */
  readonly id: string;
  /** A phone number in E.164 or an e-mail address. */
  readonly to: string;
  /** Of an e-mail. */
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  /** Of an e-mail: where it is unsubscribed from with one click (RFC 8058). */
  readonly unsubscribeUrl?: string;
}

/** What became of one try. Reasons hold no address and nothing of what was said. */
export type Carried =
  /** Handed over; `reference` is the other side's id, by which its delivery is asked after. */
  | { readonly state: 'sent'; readonly reference: string }
  /** The other side will never take it. */
  | { readonly state: 'refused'; readonly reason: string }
  /** To be tried again; it may have arrived although nobody said so. With an alarm somebody has to mend something first. */
  | {
      readonly state: 'pending';
      readonly reason: string;
      readonly mayHaveArrived: boolean;
      /** Nobody said anything: whoever delivers may be away. */
      readonly unanswered?: true;
      readonly alarm?: 'configuration';
    };

/** Where a message that was handed over stands. */
export type Delivery = 'under-way' | 'delivered' | 'failed' | 'unknown' | 'unanswered';

/** Carries messages of one channel to whoever delivers them. */
export interface Carrier {
  /** Hands one message over. `again`: an earlier try may have arrived, so it is looked up first where that is possible. */
  carry(message: Outgoing, how: { readonly again: boolean; readonly timeoutMs: number }): Promise<Carried>;
  /** Asks after a message that was handed over. */
  deliveryOf(reference: string, how: { readonly timeoutMs: number }): Promise<Delivery>;
  /** Whether it can be known if an unanswered try has arrived; otherwise trying again may repeat the message. */
  readonly looksUp: boolean;
  /** How long one try may take, in milliseconds: by then whoever has not answered does not answer any more. */
  readonly patienceMs: number;
}
