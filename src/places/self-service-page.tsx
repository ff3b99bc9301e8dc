import type { Place } from '../domain/places.js';
import type { Language } from '../domain/wording.js';
import { Tiles } from './tiles.js';
import { PLACE_WORDS } from './words.js';

/** Everything that can be done without a call. */
export function SelfServicePage(props: { places: readonly Place[]; language: Language; operator: string }) {
  const words = PLACE_WORDS[props.language];
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.intro}</p>
      <Tiles {...props} />
      <h2>{words.more}</h2>
      <ul>
        <li>
          <a href={`/${props.language}/help`}>{words.help}</a>
        </li>
        <li>
          <a href={`/${props.language}/video`}>{words.video}</a>
        </li>
        <li>
          <a href={`/${props.language}/app`}>{words.app.title}</a>
        </li>
      </ul>
    </>
  );
}
