// Bundles the compiled workflows into dist/workflows/bundle.js, so that a worker starts without a bundler in its memory.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const { code } = await bundleWorkflowCode({
  workflowsPath: path.resolve('dist/workflows/index.js'),
  logger: new DefaultLogger('WARN'),
});
await writeFile('dist/workflows/bundle.js', code);
