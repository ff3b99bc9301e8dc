import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { runPython, temporaryFolder } from './programs.js';

const api = await TestApi.start();
await api.publish();
const folder = await temporaryFolder();
const token = await api.issuer.token('operator');

it('the document is valid, and Python reads its patterns', async () => {
  const told = { url: api.url, token };
  const refused = await runPython(['check_document.py'], join(import.meta.dirname, 'python'), told);
  expect(JSON.parse(refused)).toEqual([]);
});

/** That an answer has a status, type and body that the document names, and is no failure of ours. */
const KEPT = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];

it('the API keeps what the document promises, whatever the document allows to send', async () => {
  const said = await runPython(
    [
      ...['-m', 'schemathesis.cli', 'run', `${api.url}/openapi.json`, '--seed', '1', '--phases', 'fuzzing'],
      ...['--checks', KEPT.join(), '--header', `Authorization: Bearer ${token}`, '--request-timeout', '60'],
      ...['--no-color', '--suppress-health-check', 'all', '--continue-on-failure', '--max-examples', '2'],
    ],
    folder,
  ).catch(({ stdout }: { readonly stdout: string }) => stdout);
  expect(said).toMatch(/^ *Tested: \d+$/m);
  expect(said).not.toMatch(/^Failures:|^Errors:|FAILURES|ERRORS/m);
  expect(api.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
}, 180_000);
