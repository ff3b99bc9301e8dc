import { once } from 'node:events';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';

// A worker in miniature: says that it is there, waits for the word, credits one grant and says what came of it.
const { CHARGING_URL = '', GRANT_ID = '' } = process.env;
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const topUp = { grantId: GRANT_ID, megabytes: 600, accountId: 'account-1', bucketId: 'bucket-1' };
const outcome = await tmf654Charging({ url: CHARGING_URL, longestProcessingMs: 1_000 }).credit(topUp, {
  timeoutMs: 5000,
  lookUpFirst: false,
});
process.stdout.write(`${outcome.state}\n`);
process.exit(0);
