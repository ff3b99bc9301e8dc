import type { z } from 'zod';
import { type FieldProblem, Problem } from './problem.js';

/** Every field problem that these issues of a schema stand for; what was sent is never repeated. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[]): readonly FieldProblem[] {
  return issues.flatMap(fromIssue);
}

/** 400 with every field that is wrong. */
export function invalidRequest(errors: readonly FieldProblem[]): Problem {
  const first = errors[0];
  const detail = first ? `${first.pointer || 'The request'}: ${first.detail}` : 'The request is not valid.';
  return new Problem(400, errors.length === 1 && first ? first.code : 'invalid-request', detail, { errors });
}

/** A JSON pointer as RFC 6901 writes it; the whole document is the empty text. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function fromIssue(issue: z.core.$ZodIssue): readonly FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      code: 'unknown-field',
      detail: 'There is no such field here: remove it or correct its name.',
    }));
  }
  return [{ pointer: pointerOf(issue.path), code: codeOf(issue), detail: issue.message }];
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return String(issue.params?.['code'] ?? 'invalid');
  return issue.code.replaceAll('_', '-');
}
