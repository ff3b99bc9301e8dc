import type { z } from 'zod';

/** One thing wrong with what was sent: where (RFC 6901 pointer), which kind (stable code) and what to do. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  /** The character that must not stand there, such as U+200B. */
  readonly character?: string;
}

/** Every problem that one issue of the schema stands for. */
export function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer([...issue.path, key]),
      code: 'unknown-field',
      detail: 'There is no such field here: remove it or correct its name.',
    }));
  }
  return [
    { pointer: pointer(issue.path), code: codeOf(issue), detail: detailOf(issue), ...characterOf(issue) },
  ];
}

function characterOf(issue: z.core.$ZodIssue): Pick<Problem, 'character'> {
  const character: unknown = issue.code === 'custom' ? issue.params?.['character'] : undefined;
  return typeof character === 'string' ? { character } : {};
}

/** Zod's own words for what is not there would speak of types. */
function detailOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return isMissing ? `It is missing: send ${article(issue.expected)}.` : issue.message;
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return String(issue.params?.['code'] ?? 'invalid');
  return issue.code.replaceAll('_', '-');
}

/** A JSON pointer as RFC 6901 writes it; the whole document is the empty text. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
