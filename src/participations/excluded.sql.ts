/**
 * Whether a customer takes part in a programme that the one in question excludes (an array of codes), or that by its own terms excludes it.
 * The arguments are SQL.
 */
export function takesPartElsewhere(customer: string, programme: string, excludes: string): string {
  return `exists (
    select from participation elsewhere
    join programme_version terms on terms.code = elsewhere.programme_code and terms.version = elsewhere.programme_version
    where elsewhere.customer_id = ${customer} and elsewhere.phase not in ('completed', 'ended')
    and (elsewhere.programme_code = any (${excludes}) or terms.definition -> 'excludes' ? ${programme})
  )`;
}
