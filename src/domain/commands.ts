/** The source of our own commands, which are events too; nobody outside may use it (design, "One event's way"). */
export const OWN_SOURCE = 'urn:quietline';

/** What we command ourselves. */
export type CommandType =
  | 'participation.invited'
  | 'participation.left'
  | 'participation.reinstated'
  | 'participation.erased'
  | 'participation.went-inactive';
