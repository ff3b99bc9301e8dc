import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Registry } from 'prom-client';
import { BearerGuard } from '../auth/bearer.guard.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { Erasures } from '../customers/erasures.js';
import { Exporting } from '../customers/exporting.js';
import { Database } from '../database/database.js';
import { EventList } from '../events/event-list.js';
import { HealthChecks } from '../health/health-checks.js';
import { databaseChecks } from '../health/health.js';
import { HealthController } from '../health/health.controller.js';
import { AnswerInterceptor } from '../idempotency/answer.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { OptOuts } from '../opt-outs/opt-outs.js';
import { PageFilter } from '../pages/page-filter.js';
import { Journals } from '../participations/journals.js';
import { Views, WorkflowLinks } from '../participations/views.js';
import { ProblemFilter } from '../problems/filter.js';
import type { Methods } from '../problems/methods.js';
import { validationPipe } from '../problems/validation.js';
import { PublishedProgrammes } from '../programmes/published.js';
import { AnyFilter } from './any-filter.js';
import type { ApiParts } from './api-parts.js';
import { PAGE_CONTROLLERS, pageProviders } from './customer-pages.js';
import type { Face } from './faces.js';
import { API_CONTROLLERS, apiProviders } from './resources.js';

const CONTROLLERS: Readonly<Record<Face, readonly Type[]>> = {
  pages: PAGE_CONTROLLERS,
  api: API_CONTROLLERS,
  metrics: [MetricsController],
};

/** One folder per resource, put together here: those of these faces, and health, which everybody may ask for. */
@Module({})
export class AppModule {
  static of(parts: ApiParts, methods: Methods, faces: readonly Face[]): DynamicModule {
    return {
      module: AppModule,
      controllers: [...faces.flatMap((face) => CONTROLLERS[face]), HealthController],
      providers: [
        ...sharedProviders(parts),
        ...(faces.includes('api') ? apiProviders(parts) : []),
        ...(faces.includes('pages') ? pageProviders(parts) : []),
        { provide: APP_GUARD, useClass: BearerGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        {
          provide: APP_FILTER,
          inject: [{ token: PageFilter, optional: true }],
          useFactory: (pages: PageFilter | undefined) =>
            new AnyFilter(faces, new ProblemFilter(parts.log, methods), pages),
        },
      ],
    };
  }
}

/** What pages and API are both made of. */
function sharedProviders({ config, database, log, registry }: ApiParts): readonly Provider[] {
  return [
    { provide: Database, useValue: database },
    { provide: TokenVerifier, useValue: new TokenVerifier(config, log) },
    { provide: WorkflowLinks, useValue: new WorkflowLinks(config) },
    { provide: HealthChecks, useValue: new HealthChecks(databaseChecks(database.commands.pool), log) },
    { provide: Registry, useValue: registry },
    EventList,
    Idempotency,
    Journals,
    Views,
    PublishedProgrammes,
    Erasures,
    {
      provide: Exporting,
      inject: [Views, Journals, EventList],
      useFactory: (views: Views, journals: Journals, events: EventList) =>
        new Exporting({ database, views, journals, events, hashKey: config.hashKey }),
    },
    { provide: OptOuts, useValue: new OptOuts(database, config.hashKey) },
  ];
}
