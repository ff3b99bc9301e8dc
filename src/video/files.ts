import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/wording.js';

/** What the page of the video loads. */
export const VIDEO_FILES = [
  'explainer-de.webm',
  'explainer-en.webm',
  'explainer-de.mp4',
  'explainer-en.mp4',
  'captions-de.vtt',
  'captions-en.vtt',
  'poster-de.webp',
  'poster-en.webp',
  'watching.js',
] as const;

export type VideoFile = (typeof VIDEO_FILES)[number];

/** In this order players look for one that they can play; every phone can play MP4. */
const TYPES = { webm: 'video/webm; codecs="vp9"', mp4: 'video/mp4; codecs="avc1.4D401F"' } as const;

/** The project's own `video`, found from the sources and from the built program alike. */
export function videoFolder(): string {
  const candidates = ['../../video', '../../../video'].map((path) => join(import.meta.dirname, path));
  const found = candidates.find((folder) => existsSync(folder));
  if (!found) throw new Error(`No video: looked in ${candidates.join(' and ')}`);
  return found;
}

/** The files under addresses that change with their content, so that browsers may keep them for ever. */
export class VideoFiles {
  private readonly hashes: Readonly<Record<VideoFile, string>>;

  constructor(readonly folder = videoFolder()) {
    const hashed = VIDEO_FILES.map((file) => [file, hashOf(join(folder, file))] as const);
    this.hashes = Object.fromEntries(hashed) as Record<VideoFile, string>;
  }

  /** Where a page finds it. */
  href(file: VideoFile): string {
    return `/video/${this.hashes[file]}/${file}`;
  }

  /** The file of this address; undefined for one that we never gave, or gave for another content. */
  at(hash: string, name: string): VideoFile | undefined {
    return VIDEO_FILES.find((file) => file === name && this.hashes[file] === hash);
  }

  /** The addresses that a page in this language needs. */
  of(language: Language) {
    const webm = this.href(`explainer-${language}.webm`);
    const mp4 = this.href(`explainer-${language}.mp4`);
    return {
      videos: [
        { src: webm, type: TYPES.webm },
        { src: mp4, type: TYPES.mp4 },
      ],
      file: mp4,
      poster: this.href(`poster-${language}.webp`),
      captions: { de: this.href('captions-de.vtt'), en: this.href('captions-en.vtt') },
      script: this.href('watching.js'),
    };
  }
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
