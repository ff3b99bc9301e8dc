import { beforeEach } from '@jest/globals';
import { createDatabase } from '../support/database.js';
import { Inbox } from './kit.js';
import { ScriptedGateway } from './scripted-gateway.js';

/** An inbox and a scripted Temporal of the calling test file alone, both as new before each of its tests. */
export async function relaying() {
  const database = await createDatabase();
  const inbox = await Inbox.open(database);
  const gateway = new ScriptedGateway();

  beforeEach(async () => {
    gateway.forget();
    await database.pool.query('truncate participation, event, mailbox cascade');
  });

  /** A participation whose workflow runs. */
  async function running(options: { phase?: string } = {}): Promise<string> {
    const participation = await inbox.participation({ ...options, invitedEvent: true });
    await inbox.relay(gateway).pass();
    return participation;
  }

  return { database, inbox, gateway, running };
}
