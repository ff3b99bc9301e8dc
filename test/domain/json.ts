type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** A copy in which the field under this JSON pointer has another value. */
export function withField(document: unknown, pointer: string, value: unknown): unknown {
  return changed(document, parts(pointer), (owner, key) => ({ ...owner, [key]: value }));
}

/** A copy without the field under this JSON pointer. */
export function withoutField(document: unknown, pointer: string): unknown {
  return changed(document, parts(pointer), (owner, key) =>
    Object.fromEntries(Object.entries(owner).filter(([name]) => name !== key)),
  );
}

function parts(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function changed(
  document: unknown,
  [key, ...rest]: readonly string[],
  change: (owner: Json, key: string) => Json,
): unknown {
  if (!isRecord(document) || key === undefined) throw new Error('the pointer leads nowhere');
  const copy =
    rest.length > 0 ? { ...document, [key]: changed(document[key], rest, change) } : change(document, key);
  return Array.isArray(document) ? Object.values(copy) : copy;
}
