// Tells the server what has been played of the video: all stretches since this page was opened, every few seconds and at the end.
// Whether that counts is decided there. A report that does not arrive is made good by the next one.
const EVERY_MS = 3_000;
const MOST_STRETCHES = 200;
/** The status is read out by screen readers whenever it changes. */
const SAID_EVERY_PERCENT = 25;

const video = document.querySelector('#explainer');
const status = document.querySelector('#watched');
const ready = status.textContent;
const sitting = [...crypto.getRandomValues(new Uint8Array(16))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');

/** Stretches that were played in one go, in milliseconds; the last one grows for as long as `playing` says where it is. */
const stretches = [];
let playing;
let reported = 0;
let over = false;
let timer;

const now = () => Math.round(performance.now());
const position = () => Math.round(video.currentTime * 1_000);

function begin() {
  playing = { from: position(), at: now(), to: position(), heard: now() };
  stretches.push({ from: playing.from, to: playing.from, took: 0 });
  if (stretches.length > MOST_STRETCHES) stretches.shift();
}

/** The stretch grows by what has been played since; a jump was not played. */
function grow() {
  if (!playing) return;
  const to = position();
  const at = now();
  const jumped = to < playing.to || to - playing.to > (at - playing.heard) * video.playbackRate + 1_000;
  if (jumped) return begin();
  Object.assign(playing, { to, heard: at });
  Object.assign(stretches.at(-1), { to, took: at - playing.at });
}

function end() {
  if (!video.seeking) grow();
  playing = undefined;
}

function say(words) {
  if (status.textContent !== words) status.textContent = words;
}

function sayShare(share) {
  const percent = Math.floor((share * 100) / SAID_EVERY_PERCENT) * SAID_EVERY_PERCENT;
  if (percent > 0 || status.textContent !== ready) say(`${status.dataset.share} ${percent} %`);
}

async function report() {
  clearTimeout(timer);
  if (over) return;
  reported = now();
  const played = stretches.filter(({ from, to }) => to > from);
  try {
    const response = await fetch(status.dataset.to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sitting, played }),
      keepalive: true,
    });
    if (response.status === 401) return say(status.dataset.signIn);
    if (response.status === 409) {
      over = true;
      return say(status.dataset.nothing);
    }
    if (!response.ok) throw new Error(String(response.status));
    const { share, watched } = await response.json();
    over = watched;
    if (watched) say(status.dataset.watched);
    else sayShare(share);
  } catch {
    say(status.dataset.retry);
    timer = setTimeout(report, EVERY_MS);
  }
}

video.addEventListener('playing', () => {
  begin();
  void report();
});
video.addEventListener('timeupdate', () => {
  if (!video.seeking && !video.paused && !playing) begin();
  if (!video.seeking) grow();
  if (playing && now() - reported >= EVERY_MS) void report();
});
for (const name of ['pause', 'waiting', 'seeking', 'ratechange', 'emptied'])
  video.addEventListener(name, () => {
    end();
    if (name === 'pause') void report();
    if (name === 'ratechange' && !video.paused) begin();
  });
video.addEventListener('ended', () => {
  end();
  void report();
});
addEventListener('pagehide', () => {
  end();
  if (stretches.length > 0) void report();
});
