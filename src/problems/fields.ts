import type { z } from 'zod';
import { problemsOf } from '../domain/problems.js';
import { type FieldProblem, Problem } from './problem.js';

/** Every field problem that these issues of a schema stand for; what was sent is never repeated. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[]): readonly FieldProblem[] {
  return issues.flatMap(problemsOf);
}

/** 400 with every field that is wrong. */
export function invalidRequest(errors: readonly FieldProblem[]): Problem {
  const first = errors[0];
  const detail = first ? `${first.pointer || 'The request'}: ${first.detail}` : 'The request is not valid.';
  return new Problem(400, errors.length === 1 && first ? first.code : 'invalid-request', detail, { errors });
}
