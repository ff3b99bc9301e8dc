import { tmf654Charging } from '../activities/charging/tmf654-charging.js';

/** Credits through the same adapter as Quietline, so that what differs is not the HTTP client. */
export function crediting(chargingUrl: string) {
  const charging = tmf654Charging({ url: chargingUrl, longestProcessingMs: 30_000 });
  return async ({
    id,
    customer,
    megabytes,
  }: {
    id: string;
    customer: string;
    megabytes: number;
  }): Promise<void> => {
    const topUp = { grantId: id, megabytes, accountId: customer, bucketId: `${customer}-data` };
    const outcome = await charging.credit(topUp, { timeoutMs: 5_000, lookUpFirst: false });
    if (outcome.state !== 'credited') throw new Error(`not credited: ${outcome.reason}`);
  };
}
