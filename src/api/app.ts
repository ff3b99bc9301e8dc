import helmet from '@fastify/helmet';
import { BadRequestException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NestLogger } from '../logs/nest-logger.js';
import { observeRequests } from '../metrics/requests.js';
import { serveOpenApi } from '../openapi.js';
import { PageFilter } from '../pages/page-filter.js';
import { answer, fromFramework } from '../problems/filter.js';
import { Methods } from '../problems/methods.js';
import { isAnsweredByPage } from './any-filter.js';
import type { ApiParts } from './api-parts.js';
import { AppModule } from './app.module.js';
import { readBodies } from './bodies.js';
import { answerBrokenRequest } from './broken-request.js';
import { limitConnections } from './crowded-addresses.js';
import { type Face, FACES } from './faces.js';
import { withoutGluedOn } from './page-address.js';
import { formTargetsOf, openPages } from './page-face.js';
import { limitSlowRequests, REQUEST_TIMES, serverTimes } from './slow-requests.js';
import { refuseUnclearRequests } from './unclear-requests.js';

/** Enough for 1,000 events of 2 KB. */
const LARGEST_BODY = 2 * 1024 * 1024;

/** A customerId of 256 characters, however they are encoded. */
const LONGEST_PARAMETER = 256 * 12;

/** What is under way when the API stops may take so long; a browser that keeps a connection for later, or a paused video, would keep it for minutes. */
const STOPS_WITHIN_MS = 5_000;

/** What a page may load and send: from and to this host, nothing inline. Only on https would addresses be upgraded. */
const content = (formTargets: () => readonly string[]) => ({
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  // signing out is a form that leads on to the issuer, and so is any form of a session that has ended
  formAction: ["'self'", () => formTargets().join(' ')],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
});

/** What one port shows, ready to listen; two of them in one process have no face in common. */
export async function createApp(
  parts: ApiParts,
  faces: readonly Face[] = FACES,
): Promise<NestFastifyApplication> {
  const adapter = adapterOf(parts, faces, () => app.get(PageFilter));
  const methods = new Methods(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts, methods, faces), adapter, {
    logger: new NestLogger(parts.log),
    abortOnError: false,
    // what Nest would add, forms, is no part of the contract
    bodyParser: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  stopInTime(fastify);
  limitConnections(fastify.server, parts.config, parts.log);
  limitSlowRequests(fastify, parts.requestTimes ?? REQUEST_TIMES);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: content(formTargetsOf(app, faces)) },
    referrerPolicy: { policy: 'no-referrer' },
  });
  if (faces.includes('pages')) await openPages(app, parts);
  readBodies(fastify);
  observeRequests(fastify, parts.log, parts.registry);
  if (faces.includes('api')) openApi(app);
  await app.init();
  await fastify.ready();
  return app;
}

function adapterOf(parts: ApiParts, faces: readonly Face[], pages: () => PageFilter): FastifyAdapter {
  const { trustedProxies } = parts.config;
  return new FastifyAdapter({
    bodyLimit: LARGEST_BODY,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    rewriteUrl: ({ url = '/' }) => withoutGluedOn(url),
    forceCloseConnections: 'idle',
    ...serverTimes(parts.requestTimes ?? REQUEST_TIMES),
    clientErrorHandler: answerBrokenRequest(parts.log, faces),
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      if (isAnsweredByPage(faces, request)) void pages().answer(new BadRequestException(), request, reply);
      else answer(reply, fromFramework(400));
    },
  });
}

function openApi(app: NestFastifyApplication): void {
  refuseUnclearRequests(app.getHttpAdapter().getInstance());
  serveOpenApi(app);
}

function stopInTime(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), STOPS_WITHIN_MS).unref();
    done();
  });
}
