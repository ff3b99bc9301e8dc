/** What the start ends with: addresses, and one command that works as it stands. */
export interface Ready {
  readonly seconds: number;
  readonly addresses: ReadonlyArray<readonly [string, string]>;
  readonly apiUrl: string;
  /** Absent with an issuer that is not ours. */
  readonly token?: string | undefined;
}

/** The text of it, ready to print. */
export function readyText({ seconds, addresses, apiUrl, token }: Ready): string {
  const width = Math.max(...addresses.map(([name]) => name.length)) + 2;
  return [
    `Quietline is ready (${seconds.toFixed(1)} s).`,
    '',
    ...addresses.map(([name, address]) => `  ${name.padEnd(width)}${address}`),
    '',
    ...(token ? ['Invite a customer:', '', inviteCommand(apiUrl, token), '', tokenHint] : []),
    'Ctrl-C stops everything; the data stay.',
    '',
  ].join('\n');
}

const tokenHint =
  'The token is good for a day and for every call; `npm run --silent token` prints another,\n' +
  '`npm run --silent token -- --scope "events:write"` one that is good for less.';

function inviteCommand(apiUrl: string, token: string): string {
  const body = JSON.stringify({ programme: 'online-statt-hotline', customerId: 'C-1' });
  return [
    `curl -sS ${apiUrl}/v1/participations`,
    `-H 'content-type: application/json'`,
    `-H 'authorization: Bearer ${token}'`,
    `-d '${body}'`,
  ].join(' \\\n  ');
}
