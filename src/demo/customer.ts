import type { ParticipationView } from '../participations/view.js';
import { type Api, RefusedError } from './api.js';
import { type Happening, newCustomerId, report } from './events.js';
import { attempt } from './waiting.js';

const DAY = 86_400_000;

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
