/** Soft hyphens, joiners, marks of direction and of byte order, and what else takes no room: contact apps and spreadsheets put them there. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const AROUND = /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}]+|[\s\p{Default_Ignorable_Code_Point}\p{Cf}]+$/gu;
/** No-break spaces and their kin. */
const SPACES = /\p{Zs}/gu;

/** What somebody sees who looks at this text: nothing invisible in it, every kind of space a plain one, and none around it. */
export function seen(text: string): string {
  return withoutUnseen(text).replace(SPACES, ' ').trim();
}

/** With whatever takes no room taken out of it. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '');
}

/** Without anything invisible around it, be it space or takes it no room. */
export function trimmed(text: string): string {
  return text.replace(AROUND, '');
}
