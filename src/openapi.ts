import type { INestApplication } from '@nestjs/common';
import {
  DocumentBuilder,
  type OpenAPIObject,
  type StandardSchemaConverter,
  type SwaggerDocumentOptions,
  SwaggerModule,
} from '@nestjs/swagger';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { EVENT_SCHEMAS } from './events/openapi.js';
import { operationId } from './operation-ids.js';
import { PROBLEM, problemAnswer } from './problems/explained.js';

const DESCRIPTION = `Invite customers, send what happened, read where they stand.

Errors are RFC 9457 problems: \`code\` is stable, \`errors\` names bad fields by JSON pointer. \`x-scope\` names the scope that a call needs.
A call with an \`Idempotency-Key\` may be repeated: it takes effect once, and is answered alike. Lists come in pages: \`next\` is the \`cursor\`
of the following one, and null on the last. Bodies may come with \`Content-Encoding: gzip\`; any other coding is refused.`;

/** Where the API answers, from where the document lies: whoever reads it there reaches the API there. */
const SERVER = '/';

/** Serves /openapi.json, made of the same schemas that validate. */
export function serveOpenApi(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Quietline')
    .setDescription(DESCRIPTION)
    .setVersion(packageJson.version)
    .addServer(SERVER)
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .addGlobalResponse({ status: 'default', ...problemAnswer('A problem by RFC 9457') })
    .build();
  const options: SwaggerDocumentOptions = {
    operationIdFactory: operationId,
    standardSchemaConverter: asJsonSchema,
  };
  SwaggerModule.setup('docs', app, () => completed(SwaggerModule.createDocument(app, config, options)), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: '/openapi.json',
  });
}

/** OpenAPI 3.1 takes JSON Schema as it is; left to itself Nest asks for the dialect of 3.0. */
const asJsonSchema: StandardSchemaConverter = (schema, { schemaType }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io: schemaType });
  return { schema: rest, components: $defs };
};

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** With what is the same for every call of a kind. */
function completed(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap(({ get, put, post }) =>
    [get, put, post].filter((operation) => operation !== undefined),
  );
  for (const operation of operations)
    operation.responses = { ...refusalsOf(operation), ...operation.responses };
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...EVENT_SCHEMAS, Problem: PROBLEM },
  };
  return document;
}

/** Ids that stand for nothing are not found; any other parameter has a schema that it may not fit. */
function isJudged(parameter: object): boolean {
  const schema = 'schema' in parameter ? Object.keys(parameter.schema ?? {}) : [];
  return ('in' in parameter && parameter.in !== 'path') || schema.some((key) => key !== 'type');
}

/** How a call can be refused for what it is sent with. */
function refusalsOf(operation: Operation): Operation['responses'] {
  const { parameters = [], requestBody } = operation;
  const scope: unknown = 'x-scope' in operation ? operation['x-scope'] : undefined;
  const takes = (place: string) => parameters.some((each) => 'in' in each && each.in === place);
  return {
    ...((requestBody ?? parameters.some(isJudged)) && {
      400: problemAnswer('What was sent is not valid: each bad field is named by its JSON pointer'),
    }),
    ...(scope !== 'none' && {
      401: problemAnswer('`token-missing`, `token-invalid`'),
      403: problemAnswer(`\`scope-missing\`: the token is good, but lacks the scope \`${String(scope)}\``),
    }),
    ...(requestBody && {
      413: problemAnswer('`content-too-large`'),
      415: problemAnswer('`unsupported-media-type`, `content-encoding-unsupported`'),
    }),
    ...(takes('header') && { 422: problemAnswer('`idempotency-key-reused`') }),
  };
}
