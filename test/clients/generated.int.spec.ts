import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { runNode, runPython, temporaryFolder } from './programs.js';

const api = await TestApi.start();
await api.publish();
const [forTypeScript, forPython] = [await temporaryFolder(), await temporaryFolder()];

const ROOT = join(import.meta.dirname, '../..');
const HERE = import.meta.dirname;

/** What either client is told by the same calls. */
const TOLD = {
  reported: ['accepted'],
  again: ['duplicate', 'accepted'],
  phase: 'invited',
  listed: ['online-statt-hotline'],
  refused: [400, 'too-small', '/customerId'],
  left: 202,
};

async function told() {
  return { url: api.url, token: await api.issuer.token('operator') };
}

it('a client in TypeScript is generated, compiles, and calls the API', async () => {
  const folder = forTypeScript;
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: [],
    module: 'nodenext',
    strict: true,
    outDir: 'built',
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await copyFile(join(HERE, 'typescript/call-api.ts.txt'), join(folder, 'call-api.ts'));
  const tool = (path: string) => join(ROOT, 'node_modules', path);
  const generator = tool('@hey-api/openapi-ts/bin/run.js');
  await runNode([generator, '--input', `${api.url}/openapi.json`, '--output', 'client', '--silent'], folder);
  await runNode([tool('typescript/bin/tsc'), '--project', '.'], folder);
  const answers = await runNode(['built/call-api.js'], folder, await told());
  expect(JSON.parse(answers)).toEqual({ ...TOLD, invited: 'typescript', noPhase: false });
});

it('a client in Python is generated without a schema left out, and calls the API', async () => {
  const folder = forPython;
  await writeFile(join(folder, 'config.json'), JSON.stringify({ post_hooks: [] }));
  await copyFile(join(HERE, 'python/call_api.py'), join(folder, 'call_api.py'));
  const said = await runPython(
    [
      ...['-m', 'openapi_python_client', 'generate', '--url', `${api.url}/openapi.json`],
      ...['--config', 'config.json', '--meta', 'none', '--output-path', 'quietline_client'],
    ],
    folder,
  );
  expect(said).not.toContain('Unable to process schema');
  const answers = await runPython(['call_api.py'], folder, await told());
  expect(JSON.parse(answers)).toEqual({ ...TOLD, invited: 'python', programmes: ['published'] });
});
