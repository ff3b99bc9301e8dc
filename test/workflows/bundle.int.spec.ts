import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { expect, it } from '@jest/globals';
import { sharedServer } from '../support/servers-client.js';

const root = new URL('../../', import.meta.url).pathname;

/** What webpack put into the bundle: packages by name, our files by path from the root. */
async function contents(): Promise<string[]> {
  const code = await readFile(await sharedServer('workflows'), 'utf8');
  const map = /sourceMappingURL=data:application\/json;[^,]*base64,([\w+/=]+)/.exec(code)?.[1] ?? '';
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { sources: string[] };
  return [...new Set(sources.filter((source) => !source.startsWith('webpack/')).map(shortName))];
}

function shortName(source: string): string {
  const inPackage = source.lastIndexOf('node_modules/');
  if (inPackage < 0) return relative(root, source);
  return /^(@[^/]+\/)?[^/]+/.exec(source.slice(inPackage + 'node_modules/'.length))?.[0] ?? source;
}

it('keeps what costs memory in every cached workflow, or depends on the machine, out of the workflows', async () => {
  const packages = (await contents()).filter((name) => !name.endsWith('.ts') && !name.endsWith('.cjs'));
  expect(packages.sort()).toEqual(['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc']);
});

it('puts nothing of ours into the workflows but themselves and the rules', async () => {
  const ours = (await contents()).filter((name) => name.endsWith('.ts'));
  expect(ours).toContain('workflows/index.ts');
  expect(ours.filter((name) => !/^(workflows|src\/domain)\//.test(name))).toEqual([]);
});
