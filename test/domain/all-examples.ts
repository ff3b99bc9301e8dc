import { readdirSync } from 'node:fs';
import { test } from '@jest/globals';

/**
 * Every example in one file, so that a mutant loads the modules once and not once a file. Generated lives stay out:
 * they differ from run to run, and so would the score.
 */
const specs = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.unit.spec.ts'));
for (const spec of specs.filter((file) => !file.startsWith('properties.'))) {
  // A mutant that cannot even be loaded was noticed as well: it fails a test instead of the run.
  await import(`./${spec}`).catch((error: unknown) => {
    test(`${spec} can be loaded`, () => {
      throw error;
    });
  });
}
