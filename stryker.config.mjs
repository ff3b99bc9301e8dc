/** Mutates every rule; the examples have to notice. `npm run mutation` runs it again, only over what changed since. */
export default {
  mutate: ['src/domain/**/*.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  jest: {
    projectType: 'custom',
    configFile: 'test/domain/jest.mutation.config.js',
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  ignorePatterns: [
    '**',
    '!src/domain/**',
    '!test/domain/**',
    '!programmes/**',
    '!jest.config.js',
    '!package.json',
  ],
  tempDirName: '.stryker',
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { logTests: false, allowColor: false },
  concurrency: 2,
  maxTestRunnerReuse: 25, // each ES module graph stays in memory
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 92, break: 90 },
};
