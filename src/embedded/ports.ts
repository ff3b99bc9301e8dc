import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StartError } from './start-error.js';

const parts = [
  'api',
  'charging',
  'identity',
  'postgres',
  'temporal',
  'temporalUi',
  'relay',
  'worker',
  'mailbox',
  'smtp',
] as const;

/** What listens in the embedded install; `relay` and `worker` stand for their metrics. */
export type Listener = (typeof parts)[number];

/** One port for each, counted from PORT. */
export type Ports = Readonly<Record<Listener, number>>;

/** The ports of an install whose API listens on `first`. */
export function portsFrom(first: number): Ports {
  return Object.fromEntries(parts.map((part, index) => [part, first + index])) as Record<Listener, number>;
}

/** Thrown when ports are taken; the message names them and the way out. */
export class BusyPortsError extends StartError {
  constructor(
    readonly busy: readonly Listener[],
    ports: Ports,
  ) {
    const list = busy.map((part) => `${ports[part]} (${part})`).join(', ');
    const other = ports.api + 100;
    super(
      `Taken by another program: port ${list}. End that program, or choose other ports with PORT, ` +
        `such as PORT=${other} npm start (it uses ${other} to ${other + parts.length - 1}).`,
    );
  }
}

/** Resolves when every one of `needed` can be listened on. Throws BusyPortsError. */
export async function assertFree(needed: readonly Listener[], ports: Ports): Promise<void> {
  const free = await Promise.all(needed.map((part) => isFree(ports[part])));
  const busy = needed.filter((_, index) => !free[index]);
  if (busy.length > 0) throw new BusyPortsError(busy, ports);
}

/** The first port of an install that nobody else is in the way of, for one beside others. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + 10 * randomInt(1_200);
    const ports = portsFrom(first);
    try {
      await assertFree(Object.keys(ports) as Listener[], ports);
      return first;
    } catch (error) {
      if (!(error instanceof BusyPortsError)) throw error;
    }
  }
}

/** Both addresses are tried: some systems let one be taken while the other is in use. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '0.0.0.0')) && (await canListen(port, '127.0.0.1'));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
