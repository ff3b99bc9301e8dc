import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { fieldProblems, invalidRequest } from './fields.js';

/** Validates whatever carries a schema; what does not fit is a 400 that names every bad field by JSON pointer. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => invalidRequest(fieldProblems(issues.filter(isZodIssue))),
  });
}

/** All our schemas are Zod's, whose issues tell more than the standard asks for. */
function isZodIssue(issue: object): issue is z.core.$ZodIssue {
  return 'code' in issue && 'path' in issue;
}
