import type { Place } from '../domain/places.js';
import type { Language } from '../domain/wording.js';
import { PlaceIcon } from './icons.js';
import { PLACE_WORDS } from './words.js';

/** Tiles that lead to the operator's pages, each through our own link, so that it counts as a visit. */
export function Tiles({
  places,
  language,
  operator,
}: {
  places: readonly Place[];
  language: Language;
  operator: string;
}) {
  const tiles = PLACE_WORDS[language].tiles(operator);
  return (
    <ul class="tiles">
      {places.map((place) => (
        <li key={place}>
          <a href={`/${language}/go/${place}`}>
            <PlaceIcon place={place} />
            <b>{tiles[place][0]}</b>
            <span>{tiles[place][1]}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
