import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** A TM Forum interface as its Swagger 2.0 document describes it. */
export interface Specification<Name extends string> {
  /** Where it puts the API below the host, without a slash at the end. */
  readonly basePath: string;
  /** What its definition `name` finds wrong with `value`, as a sentence without values; undefined when nothing. */
  readonly violation: (name: Name, value: unknown) => string | undefined;
}

/** Reads the document. `id` keeps several apart. */
export function specification<Name extends string>(
  id: string,
  document: { readonly basePath: string; readonly definitions: Readonly<Record<Name, object>> },
): Specification<Name> {
  // Swagger 2.0 is JSON Schema with words of its own (`example`, `format: float`).
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: id, definitions: document.definitions });
  return {
    basePath: document.basePath.replace(/\/$/, ''),
    violation: (name, value) => {
      const reference = `${id}#/definitions/${name}`;
      const validate = ajv.getSchema(reference);
      if (!validate) throw new Error(`${reference} is not in the specification`);
      if (validate(value)) return undefined;
      return (validate.errors ?? [])
        .map((error) => `${error.instancePath || '/'} ${error.message}`)
        .join('; ');
    },
  };
}
