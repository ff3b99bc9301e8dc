import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test says byte by byte what is sent, and when. */
export class RawConnection {
  private heard = '';
  private trickling: NodeJS.Timeout | undefined;

  private constructor(
    readonly socket: Socket,
    /** Resolves when the other side, or the test, has closed it, with all that was heard. */
    readonly closed: Promise<string>,
  ) {
    socket.on('data', (bytes: Buffer) => (this.heard += bytes.toString()));
    // the other side may close it while something is being sent
    socket.on('error', () => undefined);
  }

  static async to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const closed = new Promise<string>((resolve) =>
      socket.once('close', () => {
        clearInterval(connection.trickling);
        resolve(connection.heard);
      }),
    );
    const connection: RawConnection = new RawConnection(socket, closed);
    return connection;
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  /** Sends this again and again, as long as somebody takes it. */
  trickle(text: string): this {
    this.trickling = setInterval(() => this.socket.write(text), 20);
    return this;
  }

  /** Resolves as soon as so much was heard. */
  async hears(expected: RegExp): Promise<string> {
    while (!expected.test(this.heard)) {
      if (this.socket.destroyed) throw new Error(`closed, having heard ${this.heard}`);
      await Promise.race([once(this.socket, 'data'), this.closed]);
    }
    return this.heard;
  }
}

/** The head of a request with these headers. */
export function head(line: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ host: 'api.example', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${line} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
