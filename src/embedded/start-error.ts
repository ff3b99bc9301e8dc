/** The install cannot start or go on; the message says what to do, so it is printed without a stack. */
export class StartError extends Error {}
