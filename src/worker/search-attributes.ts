import { isGrpcServiceError, type OperatorService } from '@temporalio/client';
import type { Logger } from 'pino';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes.js';

/** The namespace lacks search attributes, without which Temporal refuses every participation; the message says how to add them. */
export class MissingSearchAttributesError extends Error {
  override readonly name = 'MissingSearchAttributesError';
  constructor(namespace: string, missing: readonly string[]) {
    const commands = missing.map(
      (name) => `temporal operator search-attribute create -n ${namespace} --name ${name} --type Keyword`,
    );
    super(`the Temporal namespace ${namespace} lacks search attributes. Run:\n${commands.join('\n')}`);
  }
}

/** Throws MissingSearchAttributesError. A server that does not let us ask is believed, with a warning. */
export async function requireSearchAttributes(
  operatorService: Pick<OperatorService, 'listSearchAttributes'>,
  namespace: string,
  log: Logger,
): Promise<void> {
  const known = await operatorService.listSearchAttributes({ namespace }).catch((error: unknown) => {
    if (!isGrpcServiceError(error)) throw error;
    log.warn({ err: error }, 'cannot ask Temporal which search attributes it knows; going on without');
  });
  if (!known) return;
  const missing = SEARCH_ATTRIBUTES.map(({ name }) => name).filter(
    (name) => !(name in known.customAttributes),
  );
  if (missing.length > 0) throw new MissingSearchAttributesError(namespace, missing);
}
