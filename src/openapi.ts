import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

const text = { type: 'string' };
const field = { type: 'object', properties: { pointer: text, code: text, detail: text } };

/** What Problem.toJSON makes. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    code: text,
    detail: text,
    pointer: text,
    errors: { type: 'array', items: field },
  },
};

/** Serves /openapi.json, made of the same schemas that validate. */
export function serveOpenApi(app: INestApplication): void {
  const description =
    'Invite customers, send what happened, read where they stand. Errors are RFC 9457 problems. `x-scope` names the scope that a call needs.';
  const config = new DocumentBuilder()
    .setTitle('Quietline')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .addGlobalResponse({
      status: 'default',
      description: 'A problem by RFC 9457',
      content: { 'application/problem+json': { schema: PROBLEM } },
    })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: '/openapi.json',
  });
}
