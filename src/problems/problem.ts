/** One field that is wrong: where (RFC 6901 pointer), which kind (stable code) and what to do about it. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  /** The character that must not stand there, such as U+200B. */
  readonly character?: string;
}

interface Extras {
  /** Every field that is wrong, the first also as the problem's own `pointer`. */
  readonly errors?: readonly FieldProblem[];
  readonly pointer?: string;
  /** Further members of the answer, such as the phase that stands in the way. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer by RFC 9457: `code` is stable, `message` says what to do and never holds what the caller sent. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly extras: Extras = {},
  ) {
    super(detail);
  }

  /** The body of the answer. */
  toJSON(): Record<string, unknown> {
    const { errors, pointer = errors?.[0]?.pointer, members } = this.extras;
    return {
      type: 'about:blank',
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(pointer !== undefined && { pointer }),
      ...(errors && { errors }),
      ...members,
    };
  }
}

/** For an id that stands for nothing here. */
export function notFound(code: string, detail: string): Problem {
  return new Problem(404, code, detail);
}

/** RFC 9457 asks for the status's own phrase where `type` is about:blank. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
