import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { Appeals } from '../appeals/appeals.js';
import { AppealsController } from '../appeals/appeals.controller.js';
import { BearerGuard } from '../auth/bearer.guard.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import type { Config } from '../config.js';
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
import { Help } from '../help/help.js';
import { HelpController } from '../help/help.controller.js';
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
import { Appealing } from '../my-programme/appealing.js';
import { ChannelChoices } from '../my-programme/channel-choices.js';
import { Entrance } from '../my-programme/entrance.js';
import { Leaving } from '../my-programme/leaving.js';
import { MyPages } from '../my-programme/my-pages.js';
import { MyProgrammeController } from '../my-programme/my-programme.controller.js';
import { MyProgramme } from '../my-programme/my-programme.js';
import { OwnVisits } from '../my-programme/own-visits.js';
import { Registering } from '../my-programme/registering.js';
import { OwnDataController } from '../my-programme/own-data.controller.js';
import { OwnData } from '../my-programme/own-data.js';
import { SettingsController } from '../my-programme/settings.controller.js';
import { Settings } from '../my-programme/settings.js';
import { OptOutsController } from '../opt-outs/opt-outs.controller.js';
import { OptOuts } from '../opt-outs/opt-outs.js';
import { Legal, LegalController } from '../legal/legal.controller.js';
import { OpenPages } from '../pages/open-pages.js';
import { PagesController } from '../pages/pages.controller.js';
import { Pages } from '../pages/pages.js';
import { Places } from '../places/places.js';
import { PlacesController } from '../places/places.controller.js';
import { Failures } from '../pages/failures.js';
import { NoticePages } from '../pages/notice-pages.js';
import { ProblemFilter } from '../problems/filter.js';
import type { Methods } from '../problems/methods.js';
import { validationPipe } from '../problems/validation.js';
import { ProgrammesController } from '../programmes/programmes.controller.js';
import { Programmes } from '../programmes/programmes.js';
import { PublishedProgrammes } from '../programmes/published.js';
import { SendRatesController } from '../send-rates/send-rates.controller.js';
import { SendRates } from '../send-rates/send-rates.js';
import { VideoFiles } from '../video/files.js';
import { Forgetting } from '../video/forgetting.js';
import { VideoController } from '../video/video.controller.js';
import { Viewers } from '../video/viewers.js';
import { Watching } from '../video/watching.js';
import { CustomerGuard } from '../sign-in/customer.guard.js';
import { OpenId } from '../sign-in/openid.js';
import { SignInController } from '../sign-in/sign-in.controller.js';
import { cookieName } from '../sign-in/sessions.js';
import { SignIn } from '../sign-in/sign-in.js';
import { SignInMetrics } from '../sign-in/sign-in-metrics.js';
import { WavesController } from '../waves/waves.controller.js';
import { WaveReport } from '../waves/wave-report.js';
import { WaveSteering } from '../waves/wave-steering.js';
import { WaveViews } from '../waves/wave-views.js';
import { Waves } from '../waves/waves.js';

/** What the API is made of and somebody else opened. */
export interface ApiParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly registry: Registry;
  readonly temporal: Connection;
}

/** The API: one folder per resource, put together here. */
@Module({})
export class AppModule {
  static of({ config, database, log, registry, temporal }: ApiParts, methods: Methods): DynamicModule {
    const installation = { ...config.sender, ...config.notices };
    const notices = new NoticePages(installation);
    const signInMetrics = new SignInMetrics(registry);
    const openId = new OpenId(config.signIn, config.publicUrl);
    const entrance = new Entrance(database, signInMetrics, log);
    const registering = new Registering(database, installation);
    const appealing = new Appealing(database);
    const leaving = new Leaving(database);
    const channels = new ChannelChoices(database.pool, config.hashKey);
    const myPages = new MyPages(installation);
    const visits = new OwnVisits(database);
    const optOuts = new OptOuts(database.pool, config.hashKey);
    const links = new WorkflowLinks(config);
    const waveViews = new WaveViews(links);
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
        PagesController,
        LegalController,
        PlacesController,
        HelpController,
        VideoController,
        SignInController,
        MyProgrammeController,
        SettingsController,
        OwnDataController,
        HealthController,
        MetricsController,
      ],
      providers: [
        { provide: Database, useValue: database },
        { provide: TokenVerifier, useValue: new TokenVerifier(config, log) },
        { provide: EventClients, useValue: new EventClients(config.eventClients) },
        { provide: WorkflowLinks, useValue: links },
        { provide: HealthChecks, useValue: new HealthChecks(databaseChecks(database.pool), log) },
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
        Programmes,
        PublishedProgrammes,
        {
          provide: Waves,
          inject: [Idempotency, PublishedProgrammes],
          useFactory: (idempotency: Idempotency, published: PublishedProgrammes) =>
            new Waves(database, idempotency, published, waveViews, config.hashKey),
        },
        { provide: WaveSteering, useValue: new WaveSteering(database, waveViews) },
        { provide: SendRates, useValue: new SendRates(database.pool) },
        { provide: WaveReport, useValue: new WaveReport(database) },
        Erasures,
        {
          provide: Exporting,
          inject: [Views, Journals, EventList],
          useFactory: (views: Views, journals: Journals, events: EventList) =>
            new Exporting({ database, views, journals, events, hashKey: config.hashKey }),
        },
        { provide: OptOuts, useValue: optOuts },
        {
          provide: Pages,
          inject: [PublishedProgrammes],
          useFactory: (published: PublishedProgrammes) =>
            new Pages(database, published, optOuts, installation),
        },
        { provide: OpenPages, useValue: new OpenPages(installation) },
        { provide: Help, useValue: new Help(database.pool) },
        { provide: VideoFiles, useValue: new VideoFiles() },
        {
          provide: Viewers,
          useValue: new Viewers(database.pool, new Watching(database.pool)),
        },
        { provide: Forgetting, useValue: new Forgetting(database.pool, log) },
        { provide: Places, useValue: new Places(config.places, visits, log) },
        { provide: Legal, useValue: new Legal(installation) },
        { provide: NoticePages, useValue: notices },
        { provide: Failures, useValue: new Failures(log) },
        { provide: SignInMetrics, useValue: signInMetrics },
        { provide: SignIn, useValue: new SignIn(openId, signInMetrics, log, cookieName(config.publicUrl)) },
        CustomerGuard,
        {
          provide: MyProgramme,
          inject: [PublishedProgrammes],
          useFactory: (programmes: PublishedProgrammes) =>
            new MyProgramme({
              database,
              programmes,
              entrance,
              registering,
              appealing,
              visits,
              pages: myPages,
            }),
        },
        {
          provide: OwnData,
          inject: [Exporting, Erasures],
          useFactory: (exporting: Exporting, erasures: Erasures) =>
            new OwnData({ entrance, exporting, erasures, pages: myPages }),
        },
        {
          provide: Settings,
          inject: [PublishedProgrammes],
          useFactory: (programmes: PublishedProgrammes) =>
            new Settings({ database, programmes, entrance, channels, leaving, pages: myPages }),
        },
        { provide: APP_GUARD, useClass: BearerGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_FILTER, useValue: new ProblemFilter(log, methods) },
      ],
    };
  }
}
