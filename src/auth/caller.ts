/** Who calls, as the token says it. */
export interface Caller {
  readonly client: string;
  readonly scopes: readonly string[];
}
