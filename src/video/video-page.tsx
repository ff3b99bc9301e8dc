import { type Language, LANGUAGES } from '../domain/wording.js';
import { DURATION_MS, PARTS, SAID } from './scenes.js';
import type { VideoFiles } from './files.js';
import type { Viewer } from './viewers.js';
import { VIDEO_WORDS } from './words.js';

/** The player, what counts, and all that the video says as text; without the script where nothing is counted. */
export function VideoPage({
  language,
  files,
  viewer,
}: {
  language: Language;
  files: VideoFiles;
  viewer: Viewer;
}) {
  const words = VIDEO_WORDS[language];
  const { videos, file, poster, captions, script } = files.of(language);
  const counting = viewer === 'participant';
  const { ready, share, watched, retry, signIn, nothing } = words.status;
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.intro(DURATION_MS / 1_000)}</p>
      <video id="explainer" controls preload="metadata" playsInline poster={poster} width="960" height="720">
        {videos.map(({ src, type }) => (
          <source key={src} src={src} type={type} />
        ))}
        {LANGUAGES.map((each) => (
          <track
            key={each}
            kind="captions"
            src={captions[each]}
            srcLang={each}
            label={words.captions[each]}
          />
        ))}
        <p>
          {words.noVideo} <a href={file}>{words.file}</a>
        </p>
      </video>
      {counting ? (
        <p
          id="watched"
          role="status"
          data-to={`/${language}/video/played`}
          data-share={share}
          data-watched={watched}
          data-retry={retry}
          data-sign-in={signIn}
          data-nothing={nothing}
        >
          {ready}
        </p>
      ) : viewer === 'stranger' ? (
        <p>{nothing}</p>
      ) : (
        <p>
          {words.notSignedIn} <a href={`/sign-in?to=/${language}/video`}>{words.signIn}</a>
        </p>
      )}
      <h2>{words.counts}</h2>
      <ul>
        {words.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <h2>{words.transcript}</h2>
      <dl>
        {PARTS.map((part) => (
          <div key={part}>
            <dt>{SAID[language][part].heading}</dt>
            <dd>{SAID[language][part].text}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={`/${language}/help/understand-your-bill`}>{words.article}</a>
      </p>
      {counting && <script src={script} defer />}
    </>
  );
}
