import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import type { CustomerFile } from '../../src/customers/customer-file.js';
import type { ErasureView } from '../../src/customers/erasure.js';
import type { GrantView } from '../../src/grants/grant.js';
import type { Page } from '../../src/paging/page.js';
import type { ParticipationView } from '../../src/participations/view.js';
import { TestApi } from '../api/api.js';
import { registration } from '../api/events.js';
import { toldAt } from '../charging/told-system.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { eraserOn, letLookAgain, receipt } from './kit.js';

/** An installation of the calling test file alone, whose erasures are carried out when a test says so. */
export async function startErasing() {
  const temporal = await ownTemporalEnvironment();
  const installation = await Installation.start(temporal);
  const { pool } = installation.database;
  const charging = toldAt(installation.chargingOrigin);
  const api = await TestApi.start({
    DATABASE_URL: installation.database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  });
  const eraser = eraserOn(pool, installation.config.hashKey);

  afterEach(async () => void (await charging.tell({ mode: 'ok' })));

  /** A customer who has registered; the charging system has answered for the reward. */
  async function registered(
    customerId: string = randomUUID(),
  ): Promise<ParticipationView & { customerId: string }> {
    const { id } = await api.invite(customerId);
    await api.call('POST', '/v1/events', registration(customerId));
    await until(async () => (await grantsOf(id)).some(({ state }) => state !== 'pending') || undefined);
    return { ...(await api.get(id)), customerId };
  }

  const phaseIs = (id: string, phase: string) =>
    until(async () => ((await api.get(id)).phase === phase ? true : undefined));

  const grantsOf = async (id: string) =>
    (await api.call<Page<GrantView>>('GET', `/v1/grants?participation=${id}`)).body.items;

  /** Until it is carried out. */
  async function done(erasure: ErasureView): Promise<ErasureView> {
    return until(async () => {
      await letLookAgain(pool);
      await eraser.round();
      const found = await receipt(api, erasure);
      return found.state === 'done' ? found : undefined;
    });
  }

  /** Everything that is kept of a customer. */
  async function fileOf(customerId: string): Promise<CustomerFile> {
    const { status, body } = await api.call<CustomerFile>(
      'POST',
      `/v1/customers/${encodeURIComponent(customerId)}/export`,
    );
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  return { temporal, installation, pool, charging, api, eraser, registered, phaseIs, grantsOf, done, fileOf };
}
