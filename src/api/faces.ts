/** What the process shows: pages to customers, the API to the operator's systems, metrics to whoever watches. Health belongs to each. */
export type Face = 'pages' | 'api' | 'metrics';

/** All of them, as one port shows unless some have their own. */
export const FACES: readonly Face[] = ['pages', 'api', 'metrics'];

/** Which port shows which faces. */
export function facesByPort(ports: Readonly<Record<Face, number>>): ReadonlyMap<number, readonly Face[]> {
  return Map.groupBy(FACES, (face) => ports[face]);
}
