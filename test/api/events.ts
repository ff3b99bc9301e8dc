import { randomUUID } from 'node:crypto';

/** A CloudEvent as an operator's system sends it, now. */
export function cloudEvent(subject: string, type: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:portal',
    type,
    time: new Date().toISOString(),
    subject,
    ...more,
  };
}

/** A registration that is complete. */
export function registration(subject: string, more: Readonly<Record<string, unknown>> = {}) {
  return cloudEvent(subject, 'selfservice.registered', { data: { privacyPolicy: '2026-01' }, ...more });
}
