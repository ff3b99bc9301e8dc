import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCloudEvent } from '../../src/events/cloud-event.js';
import { eventTime } from '../../src/events/event-types.js';
import { reachedList } from '../../src/participations/invitation.js';
import { readRow } from '../../src/waves/list-row.js';
import { cloudEvent } from '../api/events.js';

const MINUTE = 60_000;
const LATEST = Date.UTC(9000, 0);

const instants = fc.integer({ min: 24 * 60 * MINUTE, max: LATEST - 24 * 60 * MINUTE });

/** An offset in minutes as RFC 3339 writes it. */
function offsetOf(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** An instant as the clock shows it at this offset, up to the milliseconds. */
function localTime(at: number, minutes: number): string {
  return new Date(at + minutes * MINUTE).toISOString().slice(0, -1);
}

describe('a time by RFC 3339', () => {
  it('names the same instant at any offset, in either case, however fine it is', () => {
    const offsets = fc.integer({ min: -(23 * 60 + 59), max: 23 * 60 + 59 });
    const more = fc.stringMatching(/^\d{0,9}$/);
    fc.assert(
      fc.property(instants, offsets, more, fc.boolean(), (at, minutes, finer, isLower) => {
        const written = `${localTime(at, minutes)}${finer}${offsetOf(minutes)}`;
        expect(eventTime.parse(isLower ? written.toLowerCase() : written)).toBe(new Date(at).toISOString());
      }),
    );
  });

  it('may hold a leap second, which is the next one', () => {
    fc.assert(
      fc.property(instants, fc.boolean(), (at, isLower) => {
        const next = at - (at % MINUTE) + MINUTE;
        const leap = localTime(next - 1, 0).replace(/59\.999$/, '60Z');
        expect(eventTime.parse(isLower ? leap.toLowerCase() : leap)).toBe(new Date(next).toISOString());
      }),
    );
  });

  it.each([
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60.25z', '2017-01-01T00:00:00.250Z'],
    ['2017-01-01t00:59:60+01:00', '2017-01-01T00:00:00.000Z'],
    ['1990-12-31T15:59:60-08:00', '1991-01-01T00:00:00.000Z'],
    ['2026-11-22T10:00:00.123456789Z', '2026-11-22T10:00:00.123Z'],
    ['2026-11-22T10:00:00.9999999Z', '2026-11-22T10:00:00.999Z'],
    ['2026-11-22T10:00:00.1Z', '2026-11-22T10:00:00.100Z'],
    ['2026-11-22T10:00:00+00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00-00:00', '2026-11-22T10:00:00.000Z'],
    ['2028-02-29T10:00:00Z', '2028-02-29T10:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ])('%s is %s', (written, instant) => {
    expect(eventTime.parse(written)).toBe(instant);
  });

  it.each([
    '2026-11-22 10:00:00Z',
    '2026-11-22_10:00:00Z',
    '2026-11-22T10:00Z',
    '2026-11-22T10:00:00',
    '2026-11-22T10:00:00+0100',
    '2026-11-22T10:00:00+01',
    '2026-11-22T10:00:00+24:00',
    '2026-11-22T10:00:00+01:60',
    '2026-11-22T10:00:00.Z',
    '2026-11-22T10:00:00,5Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T10:60:00Z',
    '2026-11-22T10:00:61Z',
    '2026-02-29T10:00:00Z',
    '2026-02-30T10:00:00Z',
    '2026-04-31T23:59:60Z',
    '2026-13-01T10:00:00Z',
    '2026-00-01T10:00:00Z',
    '2026-11-00T10:00:00Z',
    '2100-02-29T10:00:00Z',
    '26-11-22T10:00:00Z',
    '+002026-11-22T10:00:00Z',
    '20261122T100000Z',
    '2026-W47-7T10:00:00Z',
    '2026-11-22',
    '2026-11-22T10:00:00Z ',
    '2026-11-22T10:00:00Z\n',
    '٢٠٢٦-11-22T10:00:00Z',
    '1795341600',
    '',
  ])('%j is none', (written) => {
    expect(eventTime.safeParse(written).error?.issues).toMatchObject([{ code: 'invalid_format' }]);
  });

  it.each([
    ['0000-01-01T00:00:00Z', 'Not before 1970.'],
    ['1969-12-31T23:59:59.999Z', 'Not before 1970.'],
    ['1970-01-01T00:30:00+01:00', 'Not before 1970.'],
    ['9999-12-31T23:59:60Z', 'The time lies in the future.'],
    ['9000-01-01T00:00:00Z', 'The time lies in the future.'],
    ['8999-12-31T23:59:60Z', 'The time lies in the future.'],
  ])('%s is none of which anything can be kept: %s', (written, message) => {
    expect(eventTime.safeParse(written).error?.issues).toMatchObject([{ message }]);
  });
});

it('is read alike in an event, with an invitation and in a list', () => {
  const written = '2016-12-31t23:59:60z';
  const time = '2017-01-01T00:00:00.000Z';
  const entry = { code: 'app-installed', time: written };
  expect(readCloudEvent(cloudEvent('somebody', 'selfservice.visited', { time: written }))).toMatchObject({
    event: { time },
  });
  expect(reachedList.parse([entry])).toMatchObject([{ time }]);
  const cells = { customerId: 'somebody', mobile: '+4915123451001', smsBasis: 'express-consent' };
  const row = { ...cells, smsEvidence: 'opt-in of 2026-03-01', reached: JSON.stringify([entry]) };
  expect(readRow(row, { channels: ['sms'], now: Date.now() })).toMatchObject({
    row: { reached: [{ time }] },
  });
});
