import type { z } from 'zod';
import { milliseconds } from './duration.js';
import { type Problem, problemsOf } from './problems.js';
import { definitionSchema, storedDefinitionSchema } from './schema.js';
import type { Instant, Terms } from './terms.js';

/** A programme's definition as an operator writes it; texts of durations stay as written. */
export type Definition = z.infer<typeof definitionSchema>;

export type Parsed =
  | { readonly ok: true; readonly definition: Definition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The definition, or everything that is wrong with it at once, each by its JSON pointer. */
export function parseDefinition(input: unknown): Parsed {
  const parsed = definitionSchema.safeParse(input);
  if (parsed.success) return { ok: true, definition: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap(problemsOf) };
}

/** A definition that was published once; undefined for what today's rules do not read any more. */
export function readDefinition(stored: unknown): Definition | undefined {
  return storedDefinitionSchema.safeParse(stored).data;
}

/** The rule part of a definition, as participations are pinned to it (R15). */
export function termsOf(definition: Definition, version: number): Terms {
  const { quietPeriod, visits: rule } = definition;
  return {
    programme: { code: definition.code, version },
    timeZone: definition.timeZone,
    milestones: definition.milestones,
    quietReward: quietPeriod.reward,
    settlesAfter: milliseconds(quietPeriod.settlesAfter),
    appealWithin: milliseconds(definition.appealWithin),
    ...(rule && {
      visits: { atLeastEvery: milliseconds(rule.atLeastEvery), warnAfter: milliseconds(rule.warnAfter) },
    }),
  };
}

/** Until when somebody invited then may register (phase table). */
export function invitationEndsAt(definition: Definition, invitedAt: Instant): Instant {
  return invitedAt + milliseconds(definition.invitation.validFor);
}
