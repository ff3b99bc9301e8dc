/** The source of our own commands, which are events too; nobody outside may use it (design, "One event's way"). */
export const OWN_SOURCE = 'urn:quietline';

/** What we command ourselves. */
export type CommandType =
  | 'participation.invited'
  | 'participation.left'
  | 'participation.reinstated'
  | 'participation.erased'
  | 'participation.went-inactive';

/** The types of event and command that end a participation (R11). */
export const STOPS: readonly string[] = [
  'participation.left',
  'participation.erased',
  'consent.withdrawn',
  'contract.ended',
];

/** An erasure's stop of one participation; its id makes it one event however often it is sent. */
export function erasedEvent(
  erasure: string,
  { id, customerId, now, by }: { id: string; customerId: string; now: Date; by: string },
) {
  return {
    source: OWN_SOURCE,
    id: `${erasure}/${id}`,
    type: 'participation.erased' as const satisfies CommandType,
    time: now.toISOString(),
    subject: customerId,
    data: { by },
    participationId: id,
  } as const;
}
