import type { Server } from 'node:http';
import { BlockList, isIPv6, type Socket } from 'node:net';
import type { Logger } from 'pino';

/** So often, at most, the log tells that connections are refused. */
const TOLD_EVERY_MS = 60_000;

/** How many connections one address may have at once, and which proxies may have any number. */
export interface ConnectionLimit {
  readonly connectionsPerAddress: number;
  readonly trustedProxies: readonly string[];
}

/**
 * Closes at once what one address opens beyond its number, so that nobody keeps everybody else out by connections alone; an IPv6
 * address stands for its network of 64 bits. A proxy has all its customers' connections: those in `trustedProxies` are not counted.
 */
export function limitConnections(server: Server, limit: ConnectionLimit, log: Logger): void {
  const open = new Map<string, number>();
  const proxies = listOf(limit.trustedProxies);
  const refused = teller(log);
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isAmong(proxies, remoteAddress)) return;
    const address = networkOf(remoteAddress);
    const count = open.get(address) ?? 0;
    if (count >= limit.connectionsPerAddress) {
      socket.destroy();
      refused();
      return;
    }
    open.set(address, count + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const type = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list;
}

/** An IPv4 address that came in over IPv6 is found among IPv4 networks, too. */
function isAmong(list: BlockList, address: string): boolean {
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The first 64 bits of an IPv6 address; an IPv4 address, however it came in, is itself. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':');
}

/** Whose address it was nobody has to know. */
function teller(log: Logger): () => void {
  let count = 0;
  let told = -Infinity;
  return () => {
    count += 1;
    const now = performance.now();
    if (now - told < TOLD_EVERY_MS) return;
    log.warn(
      { count },
      'an address has as many connections as it may (CONNECTIONS_PER_ADDRESS): closed more',
    );
    [told, count] = [now, 0];
  };
}
