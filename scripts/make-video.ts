/**
 * Makes the bill-explainer again from the words in src/video/scenes.ts: one video (as WebM and as MP4, since not every phone plays
 * the former), one poster and one file of captions for each language, into video/. It needs Debian's ffmpeg and chromium:
 *
 *   apt-get install ffmpeg chromium fonts-liberation
 *   npm run make:video
 *
 * The results are committed; nothing else runs this. The same words and programs give the same bytes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Language, LANGUAGES } from '../src/domain/wording.js';
import { DURATION_MS, PARTS, SAID, SHOWN_MS } from '../src/video/scenes.js';
import { HEIGHT, slide, WIDTH } from './video/slide.js';

const OUT = join(import.meta.dirname, '../video');
const FADE_S = 0.3;
const FRAMES_A_SECOND = 20;

function draw(folder: string, language: Language): string[] {
  return PARTS.map((part) => {
    const svg = join(folder, `${language}-${part}.html`);
    const png = join(folder, `${language}-${part}.png`);
    const drawing = slide(part, language, SAID[language][part]);
    writeFileSync(svg, `<!doctype html><meta charset="utf-8"><style>body{margin:0}</style>${drawing}`);
    execFileSync(
      'chromium',
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--force-device-scale-factor=1',
        `--window-size=${WIDTH},${HEIGHT}`,
        `--screenshot=${png}`,
        `file://${svg}`,
      ],
      { stdio: 'ignore' },
    );
    return png;
  });
}

/** How each kind of file is coded; of MP4 what every phone plays, its index first so that playing begins at once. */
const CODED = {
  webm: '-c:v libvpx-vp9 -crf 42 -tune-content screen -b:v 0 -g 175 -deadline good -cpu-used 2',
  mp4: '-c:v libx264 -profile:v main -level:v 3.1 -preset veryslow -tune stillimage -crf 27 -movflags +faststart',
} as const;

/** Every slide is shown for as long as it says, and fades into the next within that time. */
function film(slides: readonly string[], name: string, kind: keyof typeof CODED): void {
  const shown = SHOWN_MS / 1_000;
  const inputs = slides.flatMap((png, i) => {
    const length = i === slides.length - 1 ? shown : shown + FADE_S;
    return ['-loop', '1', '-framerate', String(FRAMES_A_SECOND), '-t', String(length), '-i', png];
  });
  const fades = slides.slice(1).map((_, i) => {
    const before = i === 0 ? '[0]' : `[f${i}]`;
    return `${before}[${i + 1}]xfade=transition=fade:duration=${FADE_S}:offset=${shown * (i + 1)}[f${i + 1}]`;
  });
  const last = `[f${slides.length - 1}]format=yuv420p[v]`;
  execFileSync('ffmpeg', [
    '-y',
    '-loglevel',
    'error',
    ...inputs,
    '-filter_complex',
    [...fades, last].join(';'),
    '-map',
    '[v]',
    '-t',
    String(DURATION_MS / 1_000),
    '-an',
    ...CODED[kind].split(' '),
    '-threads',
    '1',
    '-map_metadata',
    '-1',
    '-fflags',
    '+bitexact',
    '-flags:v',
    '+bitexact',
    join(OUT, `${name}.${kind}`),
  ]);
}

/** WebVTT: each part's words for as long as its slide is shown. */
function captions(language: Language): string {
  const cues = PARTS.map((part, i) => {
    const { heading, text } = SAID[language][part];
    return `${clock(i * SHOWN_MS)} --> ${clock((i + 1) * SHOWN_MS)}\n${heading}${/[?!.]$/.test(heading) ? '' : '.'}\n${text}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

function clock(ms: number): string {
  return `00:${new Date(ms).toISOString().slice(14, 23)}`;
}

const folder = mkdtempSync(join(tmpdir(), 'quietline-video-'));
try {
  for (const language of LANGUAGES) {
    const slides = draw(folder, language);
    for (const kind of ['webm', 'mp4'] as const) film(slides, `explainer-${language}`, kind);
    execFileSync('ffmpeg', [
      '-y',
      '-loglevel',
      'error',
      '-i',
      slides[0] ?? '',
      '-fflags',
      '+bitexact',
      '-c:v',
      'libwebp',
      '-quality',
      '60',
      join(OUT, `poster-${language}.webp`),
    ]);
    writeFileSync(join(OUT, `captions-${language}.vtt`), captions(language));
  }
} finally {
  rmSync(folder, { recursive: true });
}
