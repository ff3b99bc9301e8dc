// Lets the Temporal SDK fetch the CLI into a folder and prints the file's path. Arguments: version, folder.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [version, downloadDir] = process.argv.slice(2);
const executable = { type: 'cached-download', version: `v${version}`, downloadDir };
const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
await environment.teardown();
console.log(path.join(downloadDir, readdirSync(downloadDir)[0]));
