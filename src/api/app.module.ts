import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Registry } from 'prom-client';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Appeals } from '../appeals/appeals.js';
import { AppealsController } from '../appeals/appeals.controller.js';
import { BearerGuard } from '../auth/bearer.guard.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { CustomersController } from '../customers/customers.controller.js';
import { Erasures } from '../customers/erasures.js';
import { Exporting } from '../customers/exporting.js';
import { Database } from '../database/database.js';
import { EventClients } from '../events/clients.js';
import { EventList } from '../events/event-list.js';
import { EventsController } from '../events/events.controller.js';
import { Intake } from '../events/intake.js';
import { IntakeMetrics } from '../events/intake-metrics.js';
import { HealthChecks } from '../health/health-checks.js';
import { databaseChecks } from '../health/health.js';
import { HealthController } from '../health/health.controller.js';
import { AnswerInterceptor } from '../idempotency/answer.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { CreditStarter } from '../grants/credit-starter.js';
import { GrantsController } from '../grants/grants.controller.js';
import { Grants } from '../grants/grants.js';
import { Commands } from '../participations/commands.js';
import { FastForwarding, TimeMachineGuard, TimeMachinePlace } from '../participations/fast-forward.js';
import { Journals } from '../participations/journals.js';
import { Inviting } from '../participations/inviting.js';
import { ParticipationsController } from '../participations/participations.controller.js';
import { Participations } from '../participations/participations.js';
import { TemporalTimeMachine } from '../participations/temporal-time-machine.js';
import { Views, WorkflowLinks } from '../participations/views.js';
import { OptOutsController } from '../opt-outs/opt-outs.controller.js';
import { OptOuts } from '../opt-outs/opt-outs.js';
import { PageFilter } from '../pages/page-filter.js';
import { ProblemFilter } from '../problems/filter.js';
import type { Methods } from '../problems/methods.js';
import { validationPipe } from '../problems/validation.js';
import { ProgrammesController } from '../programmes/programmes.controller.js';
import { Programmes } from '../programmes/programmes.js';
import { PublishedProgrammes } from '../programmes/published.js';
import { SendRatesController } from '../send-rates/send-rates.controller.js';
import { SendRates } from '../send-rates/send-rates.js';
import { Lists } from '../waves/lists.js';
import { WavesController } from '../waves/waves.controller.js';
import { WaveReport } from '../waves/wave-report.js';
import { WaveSteering } from '../waves/wave-steering.js';
import { WaveViews } from '../waves/wave-views.js';
import { Waves } from '../waves/waves.js';
import { AnyFilter } from './any-filter.js';
import type { ApiParts } from './api-parts.js';
import { PAGE_CONTROLLERS, pageProviders } from './customer-pages.js';

/** The API: one folder per resource, put together here. */
@Module({})
export class AppModule {
  static of(parts: ApiParts, methods: Methods): DynamicModule {
    const { config, database, log, registry, temporal } = parts;
    const links = new WorkflowLinks(config);
    const { name: sender, imprintUrl } = config.sender;
    const own = { sender, imprintUrl, publicUrl: config.publicUrl };
    const waveViews = new WaveViews(links, {
      programmes: cachedProgrammes(),
      keepsWindows: config.sendWindow,
    });
    return {
      module: AppModule,
      controllers: [
        EventsController,
        ParticipationsController,
        AppealsController,
        ProgrammesController,
        GrantsController,
        OptOutsController,
        WavesController,
        SendRatesController,
        CustomersController,
        ...PAGE_CONTROLLERS,
        HealthController,
        MetricsController,
      ],
      providers: [
        { provide: Database, useValue: database },
        { provide: TokenVerifier, useValue: new TokenVerifier(config, log) },
        { provide: EventClients, useValue: new EventClients(config.eventClients) },
        { provide: WorkflowLinks, useValue: links },
        { provide: HealthChecks, useValue: new HealthChecks(databaseChecks(database.commands.pool), log) },
        { provide: Registry, useValue: registry },
        { provide: IntakeMetrics, useValue: new IntakeMetrics(registry) },
        { provide: CreditStarter, useValue: new CreditStarter(temporal, config.temporalNamespace, log) },
        {
          provide: TimeMachinePlace,
          useValue: new TimeMachinePlace(
            config.timeMachine ? new TemporalTimeMachine(temporal, config.temporalNamespace, log) : undefined,
          ),
        },
        Intake,
        EventList,
        Idempotency,
        {
          provide: Inviting,
          inject: [Idempotency, PublishedProgrammes, Views],
          useFactory: (idempotency: Idempotency, published: PublishedProgrammes, views: Views) =>
            new Inviting(database, idempotency, published, views, config.hashKey),
        },
        Participations,
        Journals,
        Appeals,
        Commands,
        FastForwarding,
        TimeMachineGuard,
        Grants,
        Views,
        {
          provide: Programmes,
          inject: [Idempotency],
          useFactory: (idempotency: Idempotency) => new Programmes(database, idempotency, own),
        },
        PublishedProgrammes,
        {
          provide: Waves,
          inject: [Idempotency, PublishedProgrammes],
          useFactory: (idempotency: Idempotency, published: PublishedProgrammes) =>
            new Waves(database, idempotency, published, waveViews),
        },
        {
          provide: Lists,
          inject: [PublishedProgrammes],
          useFactory: (published: PublishedProgrammes) =>
            new Lists(database.commands, published, waveViews, config.hashKey),
        },
        {
          provide: WaveSteering,
          inject: [PublishedProgrammes],
          useFactory: (published: PublishedProgrammes) =>
            new WaveSteering(database.commands, published, waveViews),
        },
        { provide: SendRates, useValue: new SendRates(database.commands.pool) },
        { provide: WaveReport, useValue: new WaveReport(database) },
        Erasures,
        {
          provide: Exporting,
          inject: [Views, Journals, EventList],
          useFactory: (views: Views, journals: Journals, events: EventList) =>
            new Exporting({ database, views, journals, events, hashKey: config.hashKey }),
        },
        { provide: OptOuts, useValue: new OptOuts(database, config.hashKey) },
        ...pageProviders(parts),
        { provide: APP_GUARD, useClass: BearerGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        {
          provide: APP_FILTER,
          inject: [PageFilter],
          useFactory: (pages: PageFilter) => new AnyFilter(pages, new ProblemFilter(log, methods)),
        },
      ],
    };
  }
}
