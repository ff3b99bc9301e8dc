import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from './start-error.js';

const file = join(import.meta.dirname, '../../../programmes/online-statt-hotline.json');
const Definition = z.looseObject({ code: z.string() });
const Draft = z.object({ version: z.int() });

/** The API's answer was not what bringing in the default programme needs; the message quotes it. */
export class ProgrammeError extends StartError {}

/**
 * Posts and publishes the default programme unless its code is known already, and returns its code: what an operator
 * published stays. Throws ProgrammeError.
 */
export async function bringInDefaultProgramme(apiUrl: string, token: string): Promise<string> {
  const definition = await readFile(file, 'utf8');
  const { code } = Definition.parse(JSON.parse(definition));
  const call = (path: string, init: RequestInit) => request(`${apiUrl}/v1/programmes${path}`, token, init);
  const known = await call(`/${code}`, {});
  if (known.ok) return code;
  if (known.status !== 404) throw await refused(known);
  const posted = await call('', { method: 'POST', body: definition });
  if (posted.status !== 201) throw await refused(posted);
  const { version } = Draft.parse(await posted.json());
  const published = await call(`/${code}/versions/${version}/publish`, { method: 'POST' });
  if (!published.ok) throw await refused(published);
  return code;
}

function request(url: string, token: string, init: RequestInit): Promise<Response> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(init.body ? { 'content-type': 'application/json' } : {}),
  };
  return fetch(url, { ...init, headers, signal: AbortSignal.timeout(15_000) });
}

async function refused(response: Response): Promise<ProgrammeError> {
  const said = await response.text();
  return new ProgrammeError(
    `The default programme was not taken: ${response.status} from ${response.url}: ${said}`,
  );
}
