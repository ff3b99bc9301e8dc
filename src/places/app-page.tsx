import type { Place } from '../domain/places.js';
import type { Language } from '../domain/wording.js';
import { Tiles } from './tiles.js';
import { PLACE_WORDS } from './words.js';

/** Where the app is to be had, and what has to happen for it to count. */
export function AppPage({
  stores,
  language,
  operator,
}: {
  stores: readonly Place[];
  language: Language;
  operator: string;
}) {
  const words = PLACE_WORDS[language].app;
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.intro}</p>
      <h2>{words.stores}</h2>
      {stores.length > 0 ? (
        <Tiles places={stores} language={language} operator={operator} />
      ) : (
        <p>{words.noStores}</p>
      )}
      <h2>{words.counts}</h2>
      <ul>
        {words.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </>
  );
}
