import config from '../../jest.config.js';

const [unit] = config.projects;

/** The examples alone: generated lives differ from run to run, and so would the score. */
export default {
  ...unit,
  roots: ['<rootDir>/test/domain'],
  testPathIgnorePatterns: ['properties\\.unit\\.spec'],
};
