import { specification } from '../specification.js';
import document from './tmf654.swagger.json' with { type: 'json' };

// The specification is TM Forum's, unchanged, under the Apache License 2.0 (tmf.LICENSE).
export const { basePath: BASE_PATH, violation } = specification('tmf654', document);

/** TMF654 ActionStatusType. */
export type ActionStatus = 'created' | 'failed' | 'cancelled' | 'completed';

/** TMF654 TopupBalance_Create, as far as this charging system reads it; the rest is kept and given back. */
export interface TopUpRequest {
  readonly amount: { readonly amount?: number; readonly units?: string };
  readonly usageType: string;
  readonly bucket: { readonly id: string };
  readonly partyAccount: { readonly id: string };
  readonly requestor?: { readonly id: string };
  readonly validFor?: { readonly startDateTime?: string; readonly endDateTime?: string };
}

/** TMF654 Error. */
export interface TmfError {
  readonly code: string;
  readonly reason: string;
  readonly status: string;
  readonly message?: string;
}

/** What TMF654 finds wrong with an answer that lists top-ups. */
export function listViolation(value: unknown): string | undefined {
  if (!Array.isArray(value)) return '/ must be array';
  return value.map((item) => violation('TopupBalance', item)).find((found) => found !== undefined);
}

/** Whether the specification lets this body through; what else this system asks for: `beyondTheSpecification`. */
export function isTopUpRequest(body: unknown): body is TopUpRequest {
  return violation('TopupBalance_Create', body) === undefined;
}

/** What this charging system asks for beyond the specification: data volume, counted in MB, more than none. */
export function beyondTheSpecification({ amount, usageType, validFor }: TopUpRequest): string | undefined {
  if (usageType !== 'data') return '/usageType must be data';
  if (amount.units !== 'MB') return '/amount/units must be MB';
  if (amount.amount === undefined || amount.amount <= 0) return '/amount/amount must be more than 0';
  if (validFor?.startDateTime !== undefined && validFor.endDateTime === undefined) {
    return '/validFor must have an endDateTime where it has a startDateTime';
  }
  return undefined;
}
