import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Serves /openapi.json, made of the same schemas that validate. */
export function serveOpenApi(app: INestApplication): void {
  const description =
    'Invite customers, send what happened, read where they stand. Errors are RFC 9457 problems.';
  const config = new DocumentBuilder()
    .setTitle('Quietline')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: '/openapi.json',
  });
}
