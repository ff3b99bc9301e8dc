import type { TestApi } from '../api/api.js';

/** The document as generators read it. */
export interface Document {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

export async function documentOf(api: TestApi): Promise<Document> {
  return (await api.call<Document>('GET', '/openapi.json')).body;
}

/** Every value that stands under this key, wherever in the document. */
export function valuesOf(key: string, within: unknown): readonly unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) => [
    ...(name === key ? [value as unknown] : []),
    ...valuesOf(key, value),
  ]);
}
