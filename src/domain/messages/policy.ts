import type { Definition } from '../definition.js';
import { milliseconds } from '../duration.js';
import type { Instant, Milliseconds } from '../terms.js';
import type { Language } from '../wording.js';
import { publicHolidays } from './holidays.js';
import { CHANNELS, type Channel, type MessageKind } from './kinds.js';
import { PRODUCT_TEXTS } from './product/texts.js';
import type { SendWindow } from './send-window.js';
import type { Text } from './texts.js';

const ADVERTISING_PER_WEEK = 2;
const REMIND_BEFORE: Milliseconds = 7 * 86_400_000;
const WINDOW = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '08:00', to: '20:00' } as const;
const REGION = 'DE';

/** The channels that this programme uses, the preferred one first. */
export function channelsOf({ messages }: Definition): readonly Channel[] {
  return messages?.order ?? CHANNELS;
}

/** Whether this programme sends such messages at all. Going on without the large reward tells of a loss: not where losses are not told. */
export function isSwitchedOff({ messages }: Definition, kind: MessageKind): boolean {
  const off: readonly MessageKind[] = messages?.off ?? [];
  return off.includes(kind) || (kind === 'resumed' && off.includes('forfeited'));
}

export function advertisingPerWeek({ messages }: Definition): number {
  return messages?.advertisingPerWeek ?? ADVERTISING_PER_WEEK;
}

/** How long before its end an invitation is reminded of. */
export function remindBefore({ messages }: Definition): Milliseconds {
  return messages?.remindBefore === undefined ? REMIND_BEFORE : milliseconds(messages.remindBefore);
}

/** The programme's own text, or else the product's. */
export function textOf({ messages }: Definition, language: Language, kind: MessageKind): Text {
  return messages?.texts?.[language]?.[kind] ?? PRODUCT_TEXTS[language][kind];
}

/** The programme's send window around this instant, with the holidays of the year and the next. */
export function sendWindowOf({ sendWindow, timeZone }: Definition, now: Instant): SendWindow {
  const { days, from, to, region = REGION } = { ...WINDOW, ...sendWindow };
  const year = new Date(now).getUTCFullYear();
  const holidays = new Set([year - 1, year, year + 1].flatMap((each) => [...publicHolidays(region, each)]));
  return { timeZone, days, from, to, holidays };
}
