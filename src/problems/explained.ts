import { applyDecorators } from '@nestjs/common';
import { ApiOperation, type ApiOperationOptions, ApiResponse } from '@nestjs/swagger';

const text = { type: 'string' };
const field = { type: 'object', properties: { pointer: text, code: text, detail: text } };

/** What Problem.toJSON makes. */
export const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    code: { ...text, description: 'Stable: what a program may go by' },
    detail: { ...text, description: 'What to do about it, for people' },
    pointer: { ...text, description: 'The field that is wrong, as a JSON pointer' },
    errors: { type: 'array', items: field, description: 'Every field that is wrong' },
  },
};

/** An answer that is a problem, as OpenAPI describes it. */
export function problemAnswer(description: string) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

/** What OpenAPI says of a call, beside what its schemas say. */
interface Explanation extends Pick<ApiOperationOptions, 'requestBody' | 'operationId'> {
  readonly summary: string;
  /** Absent where the summary says it all. */
  readonly description?: string;
  /** The codes of problems by status; what every call of its kind may answer is added by itself. */
  readonly problems?: Readonly<Record<number, readonly string[]>>;
}

/** Explains a call to whoever reads /openapi.json. */
export function Explained({ problems = {}, ...operation }: Explanation) {
  const answers = Object.entries(problems).map(([status, codes]) =>
    ApiResponse({ status: Number(status), ...problemAnswer(codes.map((code) => `\`${code}\``).join(', ')) }),
  );
  return applyDecorators(ApiOperation(operation), ...answers);
}
