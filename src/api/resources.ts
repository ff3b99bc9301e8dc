import type { Provider, Type } from '@nestjs/common';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Appeals } from '../appeals/appeals.js';
import { AppealsController } from '../appeals/appeals.controller.js';
import { CustomersController } from '../customers/customers.controller.js';
import { EventClients } from '../events/clients.js';
import { EventsController } from '../events/events.controller.js';
import { Intake } from '../events/intake.js';
import { IntakeMetrics } from '../events/intake-metrics.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { CreditStarter } from '../grants/credit-starter.js';
import { GrantsController } from '../grants/grants.controller.js';
import { Grants } from '../grants/grants.js';
import { Commands } from '../participations/commands.js';
import { FastForwarding, TimeMachineGuard, TimeMachinePlace } from '../participations/fast-forward.js';
import { Inviting } from '../participations/inviting.js';
import { ParticipationsController } from '../participations/participations.controller.js';
import { Participations } from '../participations/participations.js';
import { TemporalTimeMachine } from '../participations/temporal-time-machine.js';
import { Views, WorkflowLinks } from '../participations/views.js';
import { OptOutsController } from '../opt-outs/opt-outs.controller.js';
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
import type { ApiParts } from './api-parts.js';

/** What the operator's systems call. */
export const API_CONTROLLERS: readonly Type[] = [
  EventsController,
  ParticipationsController,
  AppealsController,
  ProgrammesController,
  GrantsController,
  OptOutsController,
  WavesController,
  SendRatesController,
  CustomersController,
];

/** What these calls are made of, beside what they share with the pages. */
export function apiProviders(parts: ApiParts): readonly Provider[] {
  const { config, database, log, registry, temporal } = parts;
  return [
    { provide: EventClients, useValue: new EventClients(config.eventClients) },
    { provide: IntakeMetrics, useValue: new IntakeMetrics(registry) },
    { provide: CreditStarter, useValue: new CreditStarter(temporal, config.temporalNamespace, log) },
    { provide: TimeMachinePlace, useValue: new TimeMachinePlace(timeMachine(parts)) },
    Intake,
    {
      provide: Inviting,
      inject: [Idempotency, PublishedProgrammes, Views],
      useFactory: (idempotency: Idempotency, published: PublishedProgrammes, views: Views) =>
        new Inviting(database, idempotency, published, views, config.hashKey),
    },
    Participations,
    Appeals,
    Commands,
    FastForwarding,
    TimeMachineGuard,
    Grants,
    {
      provide: Programmes,
      inject: [Idempotency],
      useFactory: (idempotency: Idempotency) => new Programmes(database, idempotency, ownValues(parts)),
    },
    ...waveProviders(parts),
  ];
}

function timeMachine({ config, temporal, log }: ApiParts): TemporalTimeMachine | undefined {
  return config.timeMachine ? new TemporalTimeMachine(temporal, config.temporalNamespace, log) : undefined;
}

/** What a programme's texts may speak of. */
function ownValues({ config }: ApiParts) {
  const { name: sender, imprintUrl } = config.sender;
  return { sender, imprintUrl, publicUrl: config.publicUrl };
}

function waveProviders({ config, database }: ApiParts): readonly Provider[] {
  const views = new WaveViews(new WorkflowLinks(config), {
    programmes: cachedProgrammes(),
    keepsWindows: config.sendWindow,
  });
  return [
    {
      provide: Waves,
      inject: [Idempotency, PublishedProgrammes],
      useFactory: (idempotency: Idempotency, published: PublishedProgrammes) =>
        new Waves(database, idempotency, published, views),
    },
    {
      provide: Lists,
      inject: [PublishedProgrammes],
      useFactory: (published: PublishedProgrammes) =>
        new Lists(database.commands, published, views, config.hashKey),
    },
    {
      provide: WaveSteering,
      inject: [PublishedProgrammes],
      useFactory: (published: PublishedProgrammes) => new WaveSteering(database.commands, published, views),
    },
    { provide: SendRates, useValue: new SendRates(database.commands.pool) },
    { provide: WaveReport, useValue: new WaveReport(database) },
  ];
}
