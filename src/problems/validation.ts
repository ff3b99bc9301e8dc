import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { fieldProblems, invalidRequest } from './fields.js';

/** Validates whatever carries a schema; what does not fit is a 400 that names every bad field by JSON pointer. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new ValidationPipe({
    exceptionFactory: (issues) => invalidRequest(fieldProblems(issues.filter(isZodIssue))),
  });
}

/** All our schemas are Zod's, whose issues tell more than the standard asks for. */
function isZodIssue(issue: object): issue is z.core.$ZodIssue {
  return 'code' in issue && 'path' in issue;
}

/** No body is one without fields: whoever sent none is told which are missing, unless none is needed. */
class ValidationPipe extends StandardSchemaValidationPipe {
  override transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    return super.transform(
      metadata.type === 'body' && value === undefined ? {} : value,
      metadata,
    ) as Promise<T>;
  }
}
