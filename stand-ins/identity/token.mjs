// Prints a token of the embedded issuer, with every scope unless --scope narrows it. Needs no build and no package, so
// that it can tell even in a fresh clone that nothing runs. Usage: npm run --silent token -- --scope "events:write"
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const home = process.env.QUIETLINE_HOME || '.quietline';

try {
  const { values } = parseArgs({ options: { scope: { type: 'string' } } });
  console.log(await requestToken(readCredentials(), values.scope));
} catch (error) {
  console.error(`No token: ${error.message}`);
  process.exitCode = 1;
}

function readCredentials() {
  try {
    return JSON.parse(readFileSync(join(home, 'identity/credentials.json'), 'utf8'));
  } catch (cause) {
    throw new Error(`there is no install in ${home}. Run npm start first, with the same QUIETLINE_HOME.`, {
      cause,
    });
  }
}

async function requestToken({ issuer, clientId, clientSecret }, wanted) {
  const scope = wanted ?? (await everyScope(issuer));
  const answer = await ask(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const refused = scope.split(' ').filter((each) => !(answer.scope ?? '').split(' ').includes(each));
  if (refused.length > 0)
    throw new Error(`there is no scope ${refused.join(' ')}. All: ${await everyScope(issuer)}`);
  return answer.access_token;
}

async function everyScope(issuer) {
  const { scopes_supported: scopes } = await ask(`${issuer}/.well-known/openid-configuration`);
  return scopes.filter((scope) => scope.includes(':')).join(' ');
}

async function ask(url, init) {
  let response;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  } catch (cause) {
    throw new Error(
      `the issuer at ${url} does not answer. Is npm start running, with the same QUIETLINE_HOME?`,
      { cause },
    );
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.error}: ${answer.error_description ?? ''}`);
  return answer;
}
