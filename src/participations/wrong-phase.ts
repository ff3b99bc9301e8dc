import type { Phase } from '../domain/phase.js';
import { Problem } from '../problems/problem.js';

/** Throws Problem (409) with the phase that stands in the way, unless it is one of these. */
export function requirePhase(phase: Phase, phases: readonly Phase[]): void {
  if (phases.includes(phase)) return;
  const detail = `This is possible in the phases ${phases.join(', ')}; the participation is in ${phase}.`;
  throw new Problem(409, 'wrong-phase', detail, { members: { phase } });
}
