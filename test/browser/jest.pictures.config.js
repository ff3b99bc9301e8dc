import base from '../histories/jest.record.config.js';

/** `npm run make:pictures` takes the README's pictures anew, of the shipped program as it is. */
export default { ...base, testMatch: ['<rootDir>/test/browser/pictures.ts'], testTimeout: 180_000 };
