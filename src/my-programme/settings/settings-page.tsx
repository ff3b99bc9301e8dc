import { day, type Language, LANGUAGES } from '../../domain/wording.js';
import type { Given } from '../registering/acceptances.js';
import type { ChannelChoice, Stopped } from './channel-choices.js';
import type { Participant } from '../entrance/participant.js';
import { type Saved, SETTINGS_WORDS, type SettingsWords } from './settings-words.js';

export interface SettingsPageProps {
  readonly participant: Participant;
  readonly channels: readonly ChannelChoice[];
  readonly given: Given | undefined;
  readonly isOpen: boolean;
  readonly saved: Saved | undefined;
  readonly timeZone: string;
  readonly language: Language;
  readonly home: string;
  readonly csrf: string;
}

/** Messages, language, and the ways to end things, each with what it does to the megabytes. */
export function SettingsPage(props: SettingsPageProps) {
  const { participant, language, csrf, saved } = props;
  const words = SETTINGS_WORDS[language];
  return (
    <>
      <h1>{words.title}</h1>
      {saved && (
        <p class="note" role="status">
          {words.saved[saved]}
        </p>
      )}
      <h2>{words.messages.title}</h2>
      <Channels {...props} />
      <h2>{words.language.title}</h2>
      <form method="post">
        <input type="hidden" name="_csrf" value={csrf} />
        <fieldset>
          <legend>{words.language.title}</legend>
          {LANGUAGES.map((each) => (
            <label key={each} lang={each}>
              <input type="radio" name="language" value={each} checked={each === participant.language} />{' '}
              {words.language.names[each]}
            </label>
          ))}
        </fieldset>
        <button type="submit">{words.language.button}</button>
      </form>
      <Ending {...props} />
    </>
  );
}

function Channels({ channels, language, csrf }: SettingsPageProps) {
  const words = SETTINGS_WORDS[language].messages;
  if (channels.length === 0) return <p>{words.none}</p>;
  return (
    <form method="post">
      <p>{words.intro}</p>
      <input type="hidden" name="_csrf" value={csrf} />
      {channels.map((choice) => (
        <Choice key={choice.channel} choice={choice} language={language} />
      ))}
      <button type="submit">{words.button}</button>
    </form>
  );
}

function Choice({ choice, language }: { choice: ChannelChoice; language: Language }) {
  const words = SETTINGS_WORDS[language].messages;
  const { channel, shown, stopped } = choice;
  const offered: readonly Stopped[] =
    stopped === 'none' ? ['none', 'advertising', 'all'] : ['advertising', 'all'];
  return (
    <fieldset>
      <legend>{words.to[channel](shown)}</legend>
      {offered.map((each) => (
        <label key={each}>
          <input type="radio" name={channel} value={each} checked={each === stopped} /> {words.choices[each]}
        </label>
      ))}
      {stopped !== 'none' && <p class="quiet">{words.advertisingOff}</p>}
    </fieldset>
  );
}

function Ending({ given, isOpen, timeZone, language, home, participant }: SettingsPageProps) {
  const words = SETTINGS_WORDS[language];
  const { stop, leave, withdraw, data, erase } = words;
  return (
    <>
      <h2>{stop.title}</h2>
      <p>{stop.intro}</p>
      <h3>{stop.messages}</h3>
      <p>{stop.messagesText}</p>
      {isOpen && (
        <>
          <h3>{leave.title}</h3>
          <p>{leave.text}</p>
          <p>
            <a class="button second" href={`${home}/leave`}>
              {leave.link}
            </a>
          </p>
        </>
      )}
      {(given !== undefined || (isOpen && participant.phase !== 'invited')) && (
        <>
          <h3>{withdraw.title}</h3>
          <p>{withdrawText(words, isOpen)}</p>
          {given && (
            <p class="quiet">
              {withdraw.accepted(day(given.at.getTime(), language, timeZone), given.privacy, given.terms)}
            </p>
          )}
          <p>
            <a class="button second" href={`${home}/withdraw`}>
              {withdraw.link}
            </a>
          </p>
        </>
      )}
      <h3>{erase.title}</h3>
      <p>{erase.text}</p>
      <p>
        <a class="button second" href={`${home}/erase`}>
          {erase.link}
        </a>
      </p>
      <h2>{data.title}</h2>
      <p>{data.text}</p>
      <p>
        <a class="button second" href={`${home}/my-data.json`} download>
          {data.link}
        </a>
      </p>
    </>
  );
}

/** What withdrawing the consent comes to: after the end there is nothing to lose. */
export function withdrawText({ withdraw }: SettingsWords, isOpen: boolean): string {
  return isOpen ? withdraw.text : withdraw.over;
}

/** Asks before something ends for good; `text` says what it does. */
export function StopPage({
  stop,
  text,
  language,
  home,
  csrf,
}: {
  stop: 'leave' | 'withdraw' | 'erase';
  text: string;
  language: Language;
  home: string;
  csrf: string;
}) {
  const words = SETTINGS_WORDS[language];
  const { title, button } = words[stop];
  return (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      <form method="post">
        <input type="hidden" name="_csrf" value={csrf} />
        <button type="submit">{button}</button>
      </form>
      <p>
        <a href={`${home}/settings`}>{words.back}</a>
      </p>
    </>
  );
}
