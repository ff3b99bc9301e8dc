/** The API said no; the message repeats its problem. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    request: string,
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${request} was answered ${status} ${code}: ${detail}`);
  }
}

const ANSWERS_WITHIN_MS = 15_000;

/** The running system, as any operator's system sees it: over HTTP. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Throws RefusedError. */
  get<Body>(path: string): Promise<Body> {
    return this.ask<Body>('GET', path);
  }

  /** Throws RefusedError. */
  post<Body>(path: string, body: object): Promise<Body> {
    return this.ask<Body>('POST', path, body);
  }

  private async ask<Body>(method: string, path: string, body?: object): Promise<Body> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    const answer = (await response.json()) as Body & { code?: string; detail?: string };
    if (response.ok) return answer;
    const route = path.split('?', 1)[0] ?? path;
    throw new RefusedError(`${method} ${route}`, response.status, answer.code ?? '', answer.detail ?? '');
  }
}
