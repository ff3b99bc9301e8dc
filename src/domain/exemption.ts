/** Whether a call never counts (R5): outbound, or for a reason that the terms exempt. */
export function isExempt(
  terms: { readonly quietPeriod: { readonly exemptReasons: readonly string[] } },
  call: { readonly reason?: unknown; readonly direction?: unknown },
): boolean {
  if (call.direction === 'outbound') return true;
  return typeof call.reason === 'string' && terms.quietPeriod.exemptReasons.includes(call.reason);
}
