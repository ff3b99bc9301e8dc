import { Liquid, type Template } from 'liquidjs';
import { VALUE_NAMES, type MessageValues } from './values.js';

/** Nothing but the values can be reached: no files, no prototype, no unknown name or filter. */
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 10_000,
  renderLimit: 1_000,
  memoryLimit: 1_000_000,
  templates: {},
});

/** A text that cannot be read as a Liquid template. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** A text with these values in it. Throws TemplateError. */
export function fill(text: string, values: MessageValues): string {
  return orTemplateError(() => String(liquid.renderSync(parsed(text), values)).trim());
}

/** The names in a text that stand for no value. Throws TemplateError. */
export function unknownNames(text: string): readonly string[] {
  const spoken = orTemplateError(() => liquid.globalVariablesSync(parsed(text)));
  return spoken.filter((name) => !VALUE_NAMES.some((known) => known === name));
}

function parsed(text: string): Template[] {
  return liquid.parse(text);
}

function orTemplateError<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new TemplateError(cause instanceof Error ? cause.message : 'not a Liquid template', { cause });
  }
}
