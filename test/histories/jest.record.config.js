import shared from '../../jest.config.js';

const real = shared.projects.find(({ displayName }) => displayName === 'real');

/** `npm run record:histories` runs test/histories/record.ts with the servers that the tests have. */
export default { ...real, testMatch: ['<rootDir>/test/histories/record.ts'], testTimeout: 60_000 };
