import { z } from 'zod';

/** One page of a list; `next` is the cursor of the following one, null on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** The schema of a page of these items. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** How many items a page holds: `limit`, at most 200. */
export const limit = z.coerce.number<string>().int().min(1).max(200).default(50);

/** An instant in a cursor, as `pageOf` writes it; before 1970 there is none, and PostgreSQL knows no year 0. */
export const cursorInstant = z.iso.datetime({ precision: 3 }).refine((iso) => Date.parse(iso) >= 0);

/** The query parameter that goes on after a key; opaque to callers, and checked like everything they send. */
export function cursorOf<Key extends z.ZodType>(key: Key) {
  return z
    .string()
    .max(512)
    .transform((text, context): z.output<Key> => {
      const parsed = key.safeParse(unpacked(text));
      if (parsed.success) return parsed.data;
      context.addIssue({
        code: 'custom',
        message: 'Not a cursor of this list.',
        params: { code: 'invalid-cursor' },
      });
      return z.NEVER;
    });
}

/** The page that these rows make, of which one more than `size` was read to know whether more follow. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  item: (row: Row) => Item,
  key: (row: Row) => unknown,
): Page<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const next = rows.length > size && last !== undefined ? packed(key(last)) : null;
  return { items: shown.map(item), next };
}

function packed(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function unpacked(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
