import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeProgram } from './packages.mjs';
import { BootstrapError, run, say } from './say.mjs';

const clientStamp = 'node_modules/.quietline/prisma';
const buildStamp = 'dist/.sources';
const sources = ['src', 'workflows', 'activities', 'prisma', 'stand-ins', 'scripts/bootstrap'];
const settings = [
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** True when Prisma's client belongs to the schema as it is. */
export function clientIsCurrent() {
  return existsSync('prisma/generated/client.ts') && holds(clientStamp, schemaHash());
}

/** Generates Prisma's client. */
export function generateClient() {
  say("generating Prisma's client");
  // The client does not use the native engine, whose download often cannot be reached; any executable stands in for it.
  const engine = ['/bin/true', '/usr/bin/true'].find((file) => existsSync(file)) ?? process.execPath;
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  const stdio = ['ignore', 'ignore', process.stderr];
  if (!run(nodeProgram(), ['node_modules/prisma/build/index.js', 'generate'], { env, stdio }))
    throw new BootstrapError(
      '`prisma generate` failed: the lines above say where prisma/schema.prisma is wrong.',
    );
  stamp(clientStamp, schemaHash());
}

/** True when dist was built from the sources as they are. */
export function buildIsCurrent() {
  return holds(buildStamp, sourcesHash());
}

/** Compiles the program into dist and bundles its workflows for the worker. */
export function build() {
  say('building');
  const hash = sourcesHash();
  if (!run(nodeProgram(), ['node_modules/@nestjs/cli/bin/nest.js', 'build']))
    throw new BootstrapError('The program does not compile: the lines above say where.');
  if (!run(nodeProgram(), ['scripts/bootstrap/bundle-workflows.mjs']))
    throw new BootstrapError('The workflows cannot be bundled: the lines above say why.');
  stamp(buildStamp, hash);
}

function schemaHash() {
  return createHash('sha256')
    .update(readFileSync('prisma/schema.prisma'))
    .update(readFileSync('package-lock.json'))
    .digest('hex');
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const file of [...settings, ...sources.flatMap(filesIn)])
    hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|json)$/.test(entry.name));
  return files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
}

function holds(file, hash) {
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

function stamp(file, hash) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, hash);
}
