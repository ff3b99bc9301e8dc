import helmet from '@fastify/helmet';
import files from '@fastify/static';
import { BadRequestException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NestLogger } from '../logs/nest-logger.js';
import { observeRequests } from '../metrics/requests.js';
import { serveOpenApi } from '../openapi.js';
import { PageFilter } from '../pages/page-filter.js';
import { answer, fromFramework } from '../problems/filter.js';
import { Methods } from '../problems/methods.js';
import { videoFolder } from '../video/files.js';
import { limitSignIns } from '../sign-in/limit.js';
import { OpenId } from '../sign-in/openid.js';
import { openSessions } from '../sign-in/sessions.js';
import { SignInMetrics } from '../sign-in/sign-in-metrics.js';
import type { ApiParts } from './api-parts.js';
import { AppModule } from './app.module.js';
import { readBodies } from './bodies.js';
import { answerBrokenRequest } from './broken-request.js';
import { isForPage, withoutGluedOn } from './page-address.js';
import { refuseUnclearRequests } from './unclear-requests.js';

/** Enough for 1,000 events of 2 KB. */
const LARGEST_BODY = 2 * 1024 * 1024;

/** A customerId of 256 characters, however they are encoded. */
const LONGEST_PARAMETER = 256 * 12;

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

/** What is under way when the API stops may take so long; a browser that keeps a connection for later, or a paused video, would keep it for minutes. */
const STOPS_WITHIN_MS = 5_000;

/** The API, ready to listen. */
export async function createApp(parts: ApiParts): Promise<NestFastifyApplication> {
  const { trustedProxies } = parts.config;
  const adapter = new FastifyAdapter({
    bodyLimit: LARGEST_BODY,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    rewriteUrl: ({ url = '/' }) => withoutGluedOn(url),
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest(parts.log),
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      if (isForPage(request)) void app.get(PageFilter).answer(new BadRequestException(), request, reply);
      else answer(reply, fromFramework(400));
    },
  });
  const methods = new Methods(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts, methods), adapter, {
    logger: new NestLogger(parts.log),
    abortOnError: false,
    // what Nest would add, forms, is no part of the contract
    bodyParser: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), STOPS_WITHIN_MS).unref();
    done();
  });
  const openId = app.get(OpenId);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: content(() => openId.formTargets()) },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(files, { root: videoFolder(), serve: false });
  await openSessions(fastify, parts.config, parts.database.pool);
  await limitSignIns(fastify, parts.config, parts.log, () =>
    app.get(SignInMetrics).countTurnedAway('too-many'),
  );
  readBodies(fastify);
  observeRequests(fastify, parts.log, parts.registry);
  refuseUnclearRequests(fastify);
  serveOpenApi(app);
  await app.init();
  await fastify.ready();
  return app;
}
