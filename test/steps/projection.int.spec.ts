import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEmpty } from '../../src/domain/decide.js';
import { project } from '../../src/domain/projection.js';
import { createDatabase } from '../support/database.js';
import { DAY, INVITED, Ledger, registered, type Said, TERMS } from './kit.js';

const database = await createDatabase();

/** Often enough in settlement, which is a hundredth of a life. */
const day = fc.oneof(fc.integer({ min: 0, max: 290 }), fc.integer({ min: 268, max: 278 }));
const said = fc.oneof(
  fc.integer({ min: 0, max: 59 }).map(registered),
  fc.tuple(fc.constantFrom('video-watched', 'app-installed'), day).map(([code, at]): Said => {
    return { type: 'reached', code, time: INVITED + at * DAY };
  }),
  fc.tuple(fc.constantFrom('a', 'b'), day, fc.boolean()).map(([call, at, exempt]): Said => {
    return { type: 'called', call, exempt, time: INVITED + at * DAY };
  }),
  fc.tuple(fc.constantFrom('a', 'b'), day).map(([call, at]): Said => {
    return { type: 'retracted', call, time: INVITED + at * DAY };
  }),
  day.map((at): Said => ({ type: 'reinstated', time: INVITED + at * DAY })),
);

/** Told before any other life, so that every phase occurs in each run of this test. */
const FORFEITED: readonly Said[] = [
  { type: 'reached', code: 'video-watched', time: INVITED + 5 * DAY },
  { type: 'called', call: 'a', exempt: false, time: INVITED + 10 * DAY },
];
const PAID_IN_SETTLEMENT: readonly Said[] = [
  ...FORFEITED,
  { type: 'retracted', call: 'a', time: INVITED + 271 * DAY },
];

it('what the API reads of any life is what its steps add up to', async () => {
  const phases = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 8 }), async (story) => {
      const ledger = await Ledger.open(database);
      await ledger.step(INVITED, registered(0));
      await database.pool.query('update participation set last_visit_at = $2 where id = $1', [
        ledger.id,
        new Date(INVITED + 269 * DAY),
      ]);
      let now = INVITED;
      for (const each of [...story, undefined]) {
        now = each ? Math.max(now, each.time) : INVITED + 400 * DAY;
        if (isEmpty(ledger.propose([], now).proposal) && !each) continue;
        const { recordedAt, facts } = await ledger.step(now, ...(each ? [each] : []));
        if (facts.length === 0) continue;
        const shown = project(ledger.state, TERMS, recordedAt);
        phases.add(shown.phase);
        const row = await ledger.row();
        expect(row).toMatchObject({
          steps: ledger.steps,
          phase: shown.phase,
          ended_because: shown.endedBecause ?? null,
          registered_at: date(shown.registeredAt),
          quiet_starts_at: date(shown.quietStartsAt),
          quiet_ends_at: date(shown.quietEndsAt),
          next_due_what: shown.nextDue?.what ?? null,
          next_due_at: date(shown.nextDue?.at),
          granted_megabytes: megabytes(ledger.state.granted),
          forfeited_by: shown.forfeitedBy === undefined ? null : 'call-1',
        });
        const reached = Object.entries(row.reached).map(([code, at]) => [code, Date.parse(at)]);
        expect(Object.fromEntries(reached)).toEqual(shown.reached);
      }
    }),
    { numRuns: 60, examples: [[[...FORFEITED]], [[...PAID_IN_SETTLEMENT]]] },
  );
  expect([...phases].sort()).toEqual(['completed', 'ended', 'forfeited', 'quiet', 'settling']);
});

it("whose call forfeited is told by the operator's id of the earliest call that counts", async () => {
  const ledger = await Ledger.open(database);
  await ledger.step(INVITED, registered(0));
  const call = async (callId: string, call: string, at: number) => {
    const time = INVITED + at * DAY;
    const delivery = await ledger.deliver('hotline.called', { callId });
    const message = ledger.says({ type: 'called', call, exempt: false, time, acceptedAt: time, delivery });
    const recorded = await ledger.record(ledger.propose([message], INVITED + 40 * DAY));
    if (!('undelivered' in recorded)) ledger.goOnFrom(recorded);
  };
  await call('CC-2026-17', 'hash-of-17', 20);
  expect(await ledger.row()).toMatchObject({ phase: 'forfeited', forfeited_by: 'CC-2026-17' });
  await call('CC-2026-09', 'hash-of-09', 10);
  expect(await ledger.row()).toMatchObject({ forfeited_by: 'CC-2026-09' });
  await ledger.step(INVITED + 41 * DAY, { type: 'retracted', call: 'hash-of-09', time: INVITED + 41 * DAY });
  expect(await ledger.row()).toMatchObject({ forfeited_by: 'CC-2026-17' });
  await ledger.step(INVITED + 42 * DAY, { type: 'retracted', call: 'hash-of-17', time: INVITED + 42 * DAY });
  expect(await ledger.row()).toMatchObject({ phase: 'quiet', forfeited_by: null });
});

function date(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}

function megabytes(granted: readonly string[]): number {
  return granted.reduce((sum, code) => sum + (code === 'quiet-period' ? 1800 : 600), 0);
}
