import { expect, it } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { TestApi } from '../api/api.js';
import { documentOf, valuesOf } from './document.js';

const api = await TestApi.start();
const document = await documentOf(api);

it('is OpenAPI 3.1 of this version of the package, and names the server it comes from', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info.version).toBe(packageJson.version);
  expect(document.servers.map(({ url }) => new URL(url, `${api.url}/openapi.json`).href)).toEqual([
    `${api.url}/`,
  ]);
});

it('has no word of OpenAPI 3.0 that JSON Schema does not know', () => {
  expect(valuesOf('nullable', document.components)).toEqual([]);
  for (const limit of ['exclusiveMinimum', 'exclusiveMaximum'])
    expect(valuesOf(limit, document).filter((value) => typeof value !== 'number')).toEqual([]);
});

/** What is missing in Python's `re`, in Java or in Go's RE2: groups that look around or have names, references, Unicode by name or escape. */
const OF_ONE_DIALECT = /\(\?[^:]|\\[pPuUkKQEGZzAX1-9]|\[\[:|&&|[*+?}][+]/;

it('has patterns that every dialect reads alike, without flags', () => {
  const patterns = valuesOf('pattern', document).filter((value) => typeof value === 'string');
  expect(patterns.length).toBeGreaterThan(100);
  expect(patterns.filter((pattern) => OF_ONE_DIALECT.test(pattern))).toEqual([]);
  for (const pattern of patterns) expect(() => new RegExp(pattern)).not.toThrow();
});

it.each(['a\\p{L}', '(?=a)', '(?<!a)', '(?<year>a)', '(?i)a', '(a)\\1', '\\u0041', 'a++'])(
  'would have found one of a single dialect: %s',
  (pattern) => expect(pattern).toMatch(OF_ONE_DIALECT),
);

it('gives every operation a name of its own, as a function is called', () => {
  const names = Object.values(document.paths).flatMap((calls) =>
    Object.values(calls).map(({ operationId }) => operationId),
  );
  expect(names).toEqual([...new Set(names)]);
  expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)+$/.test(name))).toEqual([]);
});

it('refers to nothing that it does not hold', () => {
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  const references = [...new Set(valuesOf('$ref', document))];
  expect(known).toEqual(expect.arrayContaining(references));
});
