import type { MessageKind } from '../kinds.js';
import type { Text } from '../texts.js';

/** What each message says, before what all of them end with. */
export type OwnText = Readonly<Record<MessageKind, Text>>;

/** Every message with who sends it and how to stop it at its end. */
export function withFooter(texts: OwnText, footer: Pick<Text, 'sms' | 'email'>): OwnText {
  const entries = Object.entries(texts).map(([kind, { sms, subject, email }]) => [
    kind,
    { sms: sms + footer.sms, subject, email: email + footer.email },
  ]);
  return Object.fromEntries(entries) as OwnText;
}
