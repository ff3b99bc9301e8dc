const LONGEST = 300;
/** A page of ours in one of its languages; no host, no query and no empty part, so that it cannot lead elsewhere. */
const PAGE = /^\/(?:de|en)(?:\/[\w~.-]+)*$/;

/** The path if it is one of our pages, to which a customer may be led after signing in; undefined for anything else. */
export function ownPath(path: unknown): string | undefined {
  return typeof path === 'string' && path.length <= LONGEST && PAGE.test(path) ? path : undefined;
}
