import { specification } from '../specification.js';
import document from './tmf681.swagger.json' with { type: 'json' };

// The specification is TM Forum's, unchanged, under the Apache License 2.0 (tmf.LICENSE).
export const { basePath: BASE_PATH, violation } = specification('tmf681', document);

/** TMF681 CommunicationMessageStateType. */
export type LetterState = 'initial' | 'inProgress' | 'completed' | 'cancelled' | 'failed';

/** TMF681 CommunicationMessage_Create, as far as this SMS centre reads it. */
export interface MessageRequest {
  readonly content: string;
  readonly messageType: string;
  readonly receiver: readonly { readonly id?: string; readonly phoneNumber?: string }[];
  readonly sender: { readonly name?: string; readonly phoneNumber?: string };
}

/** Whether the specification lets this body through. */
export function isMessageRequest(body: unknown): body is MessageRequest {
  return violation('CommunicationMessage_Create', body) === undefined;
}

/** What this SMS centre asks for beyond the specification: one receiver with a phone number in E.164. */
export function beyondTheSpecification({ messageType, receiver }: MessageRequest): string | undefined {
  if (messageType !== 'SMS') return '/messageType must be SMS';
  if (receiver.length !== 1) return '/receiver must have one item';
  if (!/^\+[1-9]\d{6,14}$/.test(receiver[0]?.phoneNumber ?? ''))
    return '/receiver/0/phoneNumber must be E.164';
  return undefined;
}
