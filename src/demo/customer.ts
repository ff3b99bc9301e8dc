import { randomUUID } from 'node:crypto';
import type { ParticipationView } from '../participations/view.js';
import { type Api, RefusedError } from './api.js';

const DAY = 86_400_000;
const LOOKS_EVERY_MS = 150;
const HAPPENS_WITHIN_MS = 45_000;

/** Something in a story did not come as it was to come. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
}

/** A CloudEvent's type and data, as an operator's system would send it now. */
export interface Happening {
  readonly type: string;
  readonly data?: object;
}

/** One customer of the story: what happens to them goes through the API, and so does what is told of them. */
export class Customer {
  private movedBy = 0;

  private constructor(
    private readonly api: Api,
    readonly customerId: string,
    private readonly id: string,
    readonly link: string,
  ) {}

  /** Invites somebody new to the default programme. */
  static async invite(api: Api, story: string): Promise<Customer> {
    const customerId = newCustomerId(story);
    const view = await api.post<ParticipationView>('/v1/participations', {
      programme: 'online-statt-hotline',
      customerId,
    });
    return new Customer(api, customerId, view.id, view.links.workflow ?? `participation ${view.id}`);
  }

  /** The participation's own clock. */
  now(): Date {
    return new Date(Date.now() + this.movedBy);
  }

  /** All of this happens now, in one batch. */
  async happens(...happenings: readonly Happening[]): Promise<void> {
    await report(this.api, this.customerId, this.now(), happenings);
  }

  /** So many days pass; the clock is on its way when this resolves. */
  async passes(days: number, { visiting }: { visiting: boolean }): Promise<void> {
    const path = `/v1/participations/${this.id}/fast-forward`;
    await attempt(async () => {
      try {
        return await this.api.post(path, { by: `P${days}D`, visiting });
      } catch (error) {
        if (error instanceof RefusedError && NOT_YET.includes(error.code)) return undefined;
        throw error;
      }
    }, 'the clock does not move on');
    this.movedBy += days * DAY;
  }

  /** So many days pass in which the customer goes on using self-service. */
  async livesOn(days: number): Promise<void> {
    await this.passes(days, { visiting: true });
    const arrived = this.now().getTime() - DAY / 2;
    await this.becomes('visits', ({ lastVisitAt }) => Date.parse(lastVisitAt ?? '') > arrived);
  }

  /** The participation as soon as it is so. Throws StoryError. */
  becomes(what: string, isSo: (view: ParticipationView) => boolean): Promise<ParticipationView> {
    return attempt(async () => {
      const view = await this.api.get<ParticipationView>(`/v1/participations/${this.id}`);
      return isSo(view) ? view : undefined;
    }, `"${what}" did not come`);
  }

  /** Waits until exactly these megabytes are credited and none is on its way. Throws StoryError. */
  async isCredited(megabytes: number): Promise<void> {
    await attempt(async () => {
      const { items } = await this.api.get<Items<{ state: string; megabytes: number }>>(
        `/v1/grants?participation=${this.id}`,
      );
      const credited = items.filter(({ state }) => state === 'credited');
      const sum = credited.reduce((total, grant) => total + grant.megabytes, 0);
      return credited.length === items.length && sum === megabytes ? sum : undefined;
    }, `${megabytes} MB are not credited`);
  }

  /** What the journal says, and when it was recorded. */
  async journal(): Promise<readonly { what: string; recordedAt: string }[]> {
    const path = `/v1/participations/${this.id}/journal`;
    return (await this.api.get<Items<{ what: string; recordedAt: string }>>(path)).items;
  }
}

interface Items<Item> {
  readonly items: readonly Item[];
}

/** An earlier move is still settling. */
const NOT_YET = ['clock-moving', 'credit-pending'];

/** An id that nobody had before. */
export function newCustomerId(story: string): string {
  return `demo-${story}-${randomUUID().slice(0, 8)}`;
}

/** Sends what happened to a customer; answers the ids of the events. */
export async function report(
  api: Api,
  customerId: string,
  at: Date,
  happenings: readonly Happening[],
): Promise<readonly string[]> {
  const events = happenings.map(({ type, data = {} }) => ({
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:demo',
    type,
    time: at.toISOString(),
    subject: customerId,
    data,
  }));
  const receipts = await api.post<readonly { id: string; status: string; code?: string }[]>(
    '/v1/events',
    events,
  );
  const refused = receipts.find(({ status }) => status !== 'accepted');
  if (refused) throw new StoryError(`an event was ${refused.status} (${refused.code ?? 'no code'})`);
  return receipts.map(({ id }) => id);
}

async function attempt<T>(look: () => Promise<T | undefined>, failure: string): Promise<T> {
  const givesUpAt = Date.now() + HAPPENS_WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givesUpAt) throw new StoryError(`${failure} within ${HAPPENS_WITHIN_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
  }
}
