import type { FastifyRequest } from 'fastify';
import { type Place, PLACES } from '../domain/places.js';
import type { VisitCounter } from './visits.js';

/** The operator's pages as the installation names them. */
export type Addresses = Readonly<Partial<Record<Place, string>>>;

const STORES: readonly Place[] = ['app-ios', 'app-android'];

/** Leads customers to the operator's own pages, and nowhere else. */
export class Places {
  /** What there is a tile for, in the order of the list: the pages, and the app's stores. */
  readonly tiles: readonly Place[];
  readonly stores: readonly Place[];

  constructor(
    private readonly addresses: Addresses,
    private readonly visits: Pick<VisitCounter, 'count'>,
  ) {
    const shown = PLACES.filter((place) => addresses[place] !== undefined);
    this.tiles = shown.filter((place) => !STORES.includes(place));
    this.stores = shown.filter((place) => STORES.includes(place));
  }

  /** The address of this place, undefined where there is none, having counted the visit. */
  async follow(name: string, request: FastifyRequest): Promise<string | undefined> {
    const place = PLACES.find((each) => each === name);
    const address = place && this.addresses[place];
    if (address !== undefined) await this.visits.count(request);
    return address;
  }
}
