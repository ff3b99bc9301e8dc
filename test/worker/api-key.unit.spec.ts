import { describe, expect, it } from '@jest/globals';
import { normalizeTlsConfig } from '@temporalio/common/lib/internal-non-workflow/tls-config.js';
import { connectionOptions } from '../../src/temporal.js';

/** Whether the SDK, client and worker alike, speaks TLS with these options. */
function speaksTls(temporalTls?: boolean, temporalApiKey?: string): boolean {
  const options = connectionOptions({
    temporalAddress: 'temporal.example:7233',
    temporalTls,
    temporalApiKey,
  });
  return Boolean(normalizeTlsConfig(options.tls, options.apiKey));
}

describe('the key of Temporal', () => {
  it('goes out through TLS without anybody asking for it', () => {
    expect(speaksTls(undefined, 'secret')).toBe(true);
  });

  it('is not needed for TLS, nor TLS for a server of the house', () => {
    expect(speaksTls(true)).toBe(true);
    expect(speaksTls()).toBe(false);
  });
});
