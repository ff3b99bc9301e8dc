import type { FactoryProvider, Provider, Type } from '@nestjs/common';
import { Erasures } from '../customers/erasures.js';
import { Exporting } from '../customers/exporting.js';
import { Help } from '../help/help.js';
import { HelpController } from '../help/help.controller.js';
import { Legal, LegalController } from '../legal/legal.controller.js';
import { Appealing } from '../my-programme/appeals/appealing.js';
import { ChannelChoices } from '../my-programme/settings/channel-choices.js';
import { Entrance } from '../my-programme/entrance/entrance.js';
import { Leaving } from '../my-programme/settings/leaving.js';
import { MyPages } from '../my-programme/my-pages.js';
import { MyProgrammeController } from '../my-programme/my-programme.controller.js';
import { MyProgramme } from '../my-programme/my-programme.js';
import { OwnAccounts } from '../my-programme/entrance/own-accounts.js';
import { OwnDataController } from '../my-programme/own-data/own-data.controller.js';
import { OwnData } from '../my-programme/own-data/own-data.js';
import { OwnVisits } from '../my-programme/reporting/own-visits.js';
import { Registering } from '../my-programme/registering/registering.js';
import { SettingsController } from '../my-programme/settings/settings.controller.js';
import { Settings } from '../my-programme/settings/settings.js';
import { OptOuts } from '../opt-outs/opt-outs.js';
import { Accounts } from '../pages/account.js';
import { Failures } from '../pages/failures.js';
import { NoticePages } from '../pages/notice-pages.js';
import { OpenPages } from '../pages/open-pages.js';
import { PageFilter } from '../pages/page-filter.js';
import { PagesController } from '../pages/pages.controller.js';
import { Pages } from '../pages/pages.js';
import { Places } from '../places/places.js';
import { PlacesController } from '../places/places.controller.js';
import { VisitCounter } from '../places/visits.js';
import { PublishedProgrammes } from '../programmes/published.js';
import { Admission } from '../sign-in/admission.js';
import { CustomerGuard } from '../sign-in/customer.guard.js';
import { OpenId } from '../sign-in/openid.js';
import { cookieName } from '../sign-in/sessions.js';
import { SignInController } from '../sign-in/sign-in.controller.js';
import { SignInMetrics } from '../sign-in/sign-in-metrics.js';
import { SignIn } from '../sign-in/sign-in.js';
import { VideoFiles } from '../video/files.js';
import { Forgetting } from '../video/forgetting.js';
import { VideoController } from '../video/video.controller.js';
import { Viewers } from '../video/viewers.js';
import { Watching } from '../video/watching.js';
import type { ApiParts } from './api-parts.js';

/** Everything that customers open in a browser. */
export const PAGE_CONTROLLERS: readonly Type[] = [
  PagesController,
  LegalController,
  PlacesController,
  HelpController,
  VideoController,
  SignInController,
  MyProgrammeController,
  SettingsController,
  OwnDataController,
];

type Installation = ApiParts['config']['sender'] & ApiParts['config']['notices'];

/** What the pages are made of; they share programmes, opt-outs, files and erasures with the API. */
export function pageProviders(parts: ApiParts): readonly Provider[] {
  const installation = { ...parts.config.sender, ...parts.config.notices };
  const metrics = new SignInMetrics(parts.registry);
  const entrance = new Entrance(parts.database, metrics, parts.log);
  return [
    ...openProviders(parts, installation),
    ...signInProviders(parts, metrics, entrance),
    ...ownProviders(parts, installation, entrance),
  ];
}

/** For everybody. */
function openProviders({ config, database, log }: ApiParts, installation: Installation): readonly Provider[] {
  const notices = new NoticePages(installation);
  const accounts = new OwnAccounts(database.pool);
  return [
    made(Pages, [PublishedProgrammes, OptOuts], (programmes: PublishedProgrammes, optOuts: OptOuts) => {
      return new Pages(database, programmes, optOuts, installation, accounts);
    }),
    { provide: OpenPages, useValue: new OpenPages(installation, accounts) },
    { provide: Accounts, useValue: accounts },
    { provide: NoticePages, useValue: notices },
    { provide: PageFilter, useValue: new PageFilter(notices, new Failures(log), accounts) },
    { provide: Legal, useValue: new Legal(installation) },
    { provide: Help, useValue: new Help(database.pool) },
    { provide: VideoFiles, useValue: new VideoFiles() },
    { provide: Viewers, useValue: new Viewers(database.pool, new Watching(database.pool)) },
    { provide: Forgetting, useValue: new Forgetting(database.pool, log) },
    made(VisitCounter, [PublishedProgrammes], ({ version }: PublishedProgrammes) => {
      return new VisitCounter(new OwnVisits(database, version), log);
    }),
    made(Places, [VisitCounter], (visits: VisitCounter) => new Places(config.places, visits)),
  ];
}

/** At the door. */
function signInProviders(
  { config, log }: ApiParts,
  metrics: SignInMetrics,
  admission: Admission,
): readonly Provider[] {
  const { signIn, publicUrl } = config;
  const openId = new OpenId(signIn, publicUrl, log);
  return [
    { provide: OpenId, useValue: openId },
    { provide: SignInMetrics, useValue: metrics },
    { provide: Admission, useValue: admission },
    { provide: SignIn, useValue: new SignIn(openId, admission, metrics, log, cookieName(publicUrl)) },
    CustomerGuard,
  ];
}

/** For whoever has signed in. */
function ownProviders(
  { config, database }: ApiParts,
  installation: Installation,
  entrance: Entrance,
): readonly Provider[] {
  const pages = new MyPages(installation);
  const registering = new Registering(database, installation);
  const appealing = new Appealing(database);
  const channels = new ChannelChoices(database.pool, config.hashKey);
  const leaving = new Leaving(database);
  return [
    made(
      MyProgramme,
      [PublishedProgrammes],
      (programmes: PublishedProgrammes) =>
        new MyProgramme({ database, programmes, entrance, registering, appealing, pages }),
    ),
    made(
      Settings,
      [PublishedProgrammes],
      (programmes: PublishedProgrammes) =>
        new Settings({ database, programmes, entrance, channels, leaving, pages }),
    ),
    made(
      OwnData,
      [Exporting, Erasures],
      (exporting: Exporting, erasures: Erasures) => new OwnData({ entrance, exporting, erasures, pages }),
    ),
  ];
}

function made<T>(
  provide: Type<T>,
  inject: readonly Type[],
  useFactory: FactoryProvider<T>['useFactory'],
): Provider {
  return { provide, inject: [...inject], useFactory };
}
