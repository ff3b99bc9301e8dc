import type { Place } from '../domain/places.js';

/** The lines of each icon in a square of 24. */
const LINES: Readonly<Record<Place, string>> = {
  contract: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5',
  bills: 'M5 3h14v18l-3-2-2 2-2-2-2 2-2-2-3 2zM9 8h6M9 12h6',
  'data-usage': 'M4 20V13M10 20V8M16 20V11M21 20H3M16 4l4 3',
  perks: 'M4 11h16v10H4zM3 7h18v4H3zM12 7v14M12 7c-4 0-5-4-2-4 2 0 2 4 2 4s0-4 2-4c3 0 2 4-2 4',
  offers: 'M3 12V4h8l10 10-8 8zM7.5 8h.01',
  forum: 'M3 4h12v9H8l-4 3v-3H3zM18 9h3v9h-1v3l-4-3h-6v-2',
  chat: 'M3 4h18v13h-9l-5 4v-4H3zM8 10.5h.01M12 10.5h.01M16 10.5h.01',
  'app-ios': 'M7 2h10v20H7zM11 19h2',
  'app-android': 'M7 2h10v20H7zM12 7v7M9 11l3 3 3-3M9 18h6',
};

/** A picture beside words that say the same, hence hidden from screen readers. */
export function PlaceIcon({ place }: { place: Place }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[place]} />
    </svg>
  );
}
