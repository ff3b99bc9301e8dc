/** Whether a header's value is printable ASCII, as it was sent; an absent one has nothing else in it. */
export function isPrintable(value: string | string[] | undefined): boolean {
  return /^[\x20-\x7e]*$/.test(String(value ?? ''));
}

/**
 * The value of a ce-* header as the CloudEvents HTTP binding decodes it (section 3.1.3.2): quotes around it are taken off,
 * then it is percent-decoded once. Undefined where its quotes do not close or what it encodes is not UTF-8.
 */
export function readHeaderValue(value: string): string | undefined {
  const unquoted = unquote(value);
  return unquoted === undefined ? undefined : percentDecoded(unquoted);
}

/** What a quoted string (RFC 9110, section 5.6.4) stands for; undefined where its quotes do not close at its end. */
function unquote(value: string): string | undefined {
  if (!value.startsWith('"')) return value;
  return /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]?.replace(/\\(.)/g, '$1');
}

function percentDecoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
