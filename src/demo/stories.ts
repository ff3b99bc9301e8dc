import { isOpen } from '../domain/phase.js';
import type { Api } from './api.js';
import { Customer } from './customer.js';
import { newCustomerId, report } from './events.js';
import type { Telling } from './telling.js';
import { StoryError } from './waiting.js';

/** One customer's story, lived on the running system while it is told. Throws StoryError when it does not end as told. */
export interface Story {
  readonly title: string;
  readonly live: (api: Api, telling: Telling) => Promise<void>;
}

const registered = { type: 'selfservice.registered', data: { privacyPolicy: '2026-01' } };
const watched = { type: 'selfservice.video-watched' };
const installed = { type: 'selfservice.app-installed' };

/** In the order of telling. */
export const stories: readonly Story[] = [
  { title: 'The quiet one', live: quiet },
  { title: 'The caller', live: caller },
  { title: 'The one whose call was misfiled', live: misfiled },
  { title: 'The inactive one', live: inactive },
  { title: 'The uninvited one', live: uninvited },
];

async function quiet(api: Api, telling: Telling): Promise<void> {
  const customer = await begin(api, telling, 'quiet');
  await customer.happens(registered, watched, installed);
  await earns(customer, telling, 'registers, watches the bill video, installs the app', 1_800);
  await customer.passes(290, { visiting: true });
  const { quietPeriod } = await customer.becomes('completed', ({ phase }) => phase === 'completed');
  telling.say(quietPeriod?.endsAt, 'has visited every three weeks and not called for nine months');
  await earns(customer, telling, 'is paid the large reward when settlement is over: completed', 3_600);
}

async function caller(api: Api, telling: Telling): Promise<void> {
  const customer = await begin(api, telling, 'caller');
  await customer.happens(registered, watched);
  await earns(customer, telling, 'registers and watches the bill video', 1_200);
  await customer.livesOn(120);
  await customer.happens({ type: 'hotline.called', data: { callId: newCustomerId('call') } });
  await customer.becomes('forfeited', ({ phase }) => phase === 'forfeited');
  telling.say(customer.now(), 'calls the hotline: the large reward is forfeited, what was earned stays');
  await customer.happens(installed);
  await earns(customer, telling, 'installs the app: the milestones stay open', 1_800);
  await customer.passes(200, { visiting: true });
  await customer.becomes('ended', ({ endedBecause }) => endedBecause === 'hotline-called');
  await earns(customer, telling, 'comes to the end: hotline-called', 1_800);
}

async function misfiled(api: Api, telling: Telling): Promise<void> {
  const customer = await begin(api, telling, 'misfiled');
  await customer.happens(registered, watched, installed);
  await earns(customer, telling, 'registers, watches the bill video, installs the app', 1_800);
  const { quietPeriod } = await customer.becomes('quiet', ({ phase }) => phase === 'quiet');
  await customer.livesOn(100);
  const call = { callId: newCustomerId('call') };
  await customer.happens({ type: 'hotline.called', data: call });
  await customer.becomes('forfeited', ({ phase }) => phase === 'forfeited');
  telling.say(customer.now(), 'a call of somebody else is filed under the wrong customer: forfeited');
  await customer.happens({ type: 'hotline.call-retracted', data: call });
  await customer.becomes(
    'quiet again, with the original end',
    (view) => view.phase === 'quiet' && view.quietPeriod?.endsAt === quietPeriod?.endsAt,
  );
  telling.say(customer.now(), 'the call is retracted: quiet again, with the original end');
  await customer.passes(190, { visiting: true });
  await customer.becomes('completed', ({ phase }) => phase === 'completed');
  await earns(customer, telling, 'is paid as if nothing had been: completed', 3_600);
}

/** What the journal says of it, and in our words. */
const INACTIVE = [
  ['warned of inactivity', 'is warned after three weeks without a visit'],
  ['dropped for inactivity', 'is dropped, as the warning was of no avail; thirty days are left to object'],
] as const;

async function inactive(api: Api, telling: Telling): Promise<void> {
  const customer = await begin(api, telling, 'inactive');
  await customer.happens(registered);
  await earns(customer, telling, 'registers, and is not seen again', 600);
  await customer.passes(100, { visiting: false });
  await customer.becomes('ended', ({ endedBecause }) => endedBecause === 'inactive');
  const journal = await customer.journal();
  for (const [entry, what] of INACTIVE) {
    const recorded = journal.find((each) => each.what.startsWith(entry));
    if (!recorded) throw new StoryError(`the journal does not say "${entry}"`);
    telling.say(recorded.recordedAt, what);
  }
  await earns(customer, telling, 'has not come back: ended, and what was earned stays', 600);
}

async function uninvited(api: Api, telling: Telling): Promise<void> {
  const customerId = newCustomerId('uninvited');
  const now = new Date();
  const [id = ''] = await report(api, customerId, now, [registered]);
  telling.say(now, 'registers with a valid login, but was never invited; the answer is the same "accepted"');
  const kept = await api.get<{ items: readonly unknown[] }>(`/v1/events?source=urn:demo&id=${id}`);
  const known = await api.get<{ items: readonly unknown[] }>(`/v1/participations?customerId=${customerId}`);
  if (kept.items.length + known.items.length > 0) throw new StoryError('something was kept of a stranger');
  telling.say(now, 'nothing is kept: no event, no participation, no workflow', 0);
}

async function begin(api: Api, telling: Telling, story: string): Promise<Customer> {
  const customer = await Customer.invite(api, story);
  telling.link(customer.link);
  telling.say(customer.now(), 'is invited', 0);
  return customer;
}

/** Tells it once the API shows exactly these megabytes, and all of them credited. */
async function earns(customer: Customer, telling: Telling, what: string, megabytes: number): Promise<void> {
  const view = await customer.becomes(`${megabytes} MB`, (each) => each.grantedMegabytes === megabytes);
  await customer.isCredited(megabytes);
  const over = !isOpen(view.phase);
  const last = over ? (await customer.journal()).at(-1)?.recordedAt : undefined;
  telling.say(last ?? customer.now(), what, view.grantedMegabytes);
}
