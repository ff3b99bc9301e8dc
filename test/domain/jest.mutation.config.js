import config from '../../jest.config.js';

const [unit] = config.projects;

export default { ...unit, roots: ['<rootDir>/test/domain'], testMatch: ['**/all-examples.ts'] };
