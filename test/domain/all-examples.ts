import { readdirSync } from 'node:fs';

/**
 * Every example in one file, so that a mutant loads the modules once and not once a file. Generated lives stay out:
 * they differ from run to run, and so would the score.
 */
const specs = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.unit.spec.ts'));
for (const spec of specs.filter((file) => !file.startsWith('properties.'))) await import(`./${spec}`);
