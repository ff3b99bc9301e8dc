import type pg from 'pg';

const OURS = `n.nspname = 'public' and t.relname <> '_prisma_migrations'`;

/** One line of text for everything that Prisma's schema language can say about a database. */
const CATALOG = `
select format('column %s.%s %s%s default %s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              case when a.attnotnull then ' not null' else '' end,
              coalesce(nullif(a.attidentity::text, ''), pg_get_expr(d.adbin, d.adrelid), 'none')) as line
  from pg_class t
  join pg_namespace n on n.oid = t.relnamespace
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
 where t.relkind in ('r', 'p') and ${OURS}
union all
select format('constraint %s.%s %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
  from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
 where c.contype in ('p', 'u', 'f') and ${OURS}
union all
select format('index %s', pg_get_indexdef(i.indexrelid))
  from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
 where i.indpred is null and i.indexprs is null and ${OURS}
union all
select format('enum %s %s', y.typname, string_agg(e.enumlabel, ', ' order by e.enumsortorder))
  from pg_enum e join pg_type y on y.oid = e.enumtypid group by y.typname
order by 1`;

/** The catalog as sorted lines. */
export async function readCatalog(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOG);
  return rows.map((row) => row.line);
}
