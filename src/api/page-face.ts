import files from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { limitSignIns } from '../sign-in/limit.js';
import { OpenId } from '../sign-in/openid.js';
import { openSessions } from '../sign-in/sessions.js';
import { SignInMetrics } from '../sign-in/sign-in-metrics.js';
import { videoFolder } from '../video/files.js';
import type { ApiParts } from './api-parts.js';
import type { Face } from './faces.js';
import { leadToPublicHost } from './public-host.js';

/** What the customers' pages need of the server: one host name, files, sessions, and a limit at the door. */
export async function openPages(
  app: NestFastifyApplication,
  { config, database, log }: ApiParts,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  leadToPublicHost(fastify, config.publicUrl);
  await app.register(files, { root: videoFolder(), serve: false });
  await openSessions(fastify, config, database.pool);
  await limitSignIns(fastify, config, log, () => app.get(SignInMetrics).countTurnedAway('too-many'));
}

/** The origins that forms may lead on to, asked for with each answer: none where there are no pages. */
export function formTargetsOf(app: NestFastifyApplication, faces: readonly Face[]): () => readonly string[] {
  if (!faces.includes('pages')) return () => [];
  const openId = app.get(OpenId);
  return () => openId.formTargets();
}
