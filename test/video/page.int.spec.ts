import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LANGUAGES } from '../../src/domain/wording.js';
import { videoFolder } from '../../src/video/files.js';
import { DURATION_MS, PARTS, SAID } from '../../src/video/scenes.js';
import { TestApi } from '../api/api.js';

/** Every phone plays one of them. */
const FILMS = LANGUAGES.flatMap((language) => [[language, 'webm'] as const, [language, 'mp4'] as const]);

const api = await TestApi.start();

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, { redirect: 'manual', headers });
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

async function linked(language: string, ending: string): Promise<string> {
  const { body } = await get(`/${language}/video`);
  const found = new RegExp(`"(/video/[0-9a-f]+/[a-z-]+${ending})"`).exec(body.toString())?.[1];
  if (found === undefined) throw new Error(`no ${ending} on the page`);
  return found;
}

describe('the page of the video', () => {
  it.each(LANGUAGES)(
    'says in %s all that the video says, with captions in both languages',
    async (language) => {
      const { status, headers, body } = await get(`/${language}/video`);
      const html = body.toString();
      expect(status).toBe(200);
      for (const part of PARTS) expect(html).toContain(`<dt>${SAID[language][part].heading}</dt>`);
      expect(html.match(/<track kind="captions"/g)).toHaveLength(2);
      expect(html.length).toBeLessThan(60_000);
      const policy = headers.get('content-security-policy');
      for (const allowed of ["media-src 'self'", "script-src 'self'", "connect-src 'self'"])
        expect(policy).toContain(allowed);
    },
  );

  it('has no script and says why, for who has not signed in', async () => {
    const html = (await get('/en/video')).body.toString();
    expect(html).not.toContain('<script');
    expect(html).toContain('You are not signed in');
    expect(html).toContain('href="/sign-in?to=/en/video"');
  });
});

describe('the files of the video', () => {
  it.each(FILMS)(
    'are sent in %s as %s in ranges, as players ask for them, and kept for ever',
    async (language, kind) => {
      const path = await linked(language, `.${kind}`);
      const whole = await get(path);
      expect(whole.status).toBe(200);
      expect(whole.headers.get('content-type')).toBe(`video/${kind}`);
      expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(whole.headers.get('accept-ranges')).toBe('bytes');
      expect(whole.body.length).toBeLessThan(600_000);
      const part = await get(path, { range: 'bytes=100-199' });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 100-199/${whole.body.length}`);
      expect(part.body).toEqual(whole.body.subarray(100, 200));
      expect((await get(path, { range: 'bytes=99999999-' })).status).toBe(416);
    },
  );

  it.each([
    ['.vtt', 'text/vtt'],
    ['.webp', 'image/webp'],
  ])('have their types: %s', async (ending, type) => {
    expect((await get(await linked('de', ending))).headers.get('content-type')).toContain(type);
  });

  it.each([
    '/video/0000000000000000/explainer-de.webm',
    '/video/0000000000000000/..%2fpackage.json',
    '/video/..%2f..%2fetc/passwd',
  ])('are not there under another address: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each(LANGUAGES)(
    'have captions in %s that last as long as the video and say the same',
    async (language) => {
      const captions = await readFile(join(videoFolder(), `captions-${language}.vtt`), 'utf8');
      expect(captions.startsWith('WEBVTT\n')).toBe(true);
      expect(captions.match(/-->/g)).toHaveLength(PARTS.length);
      expect(captions).toContain(`--> 00:00:${DURATION_MS / 1_000}.000`);
      for (const part of PARTS) expect(captions).toContain(SAID[language][part].text);
    },
  );

  it.each(LANGUAGES)('are in %s as long as the server counts by', async (language) => {
    const video = await readFile(join(videoFolder(), `explainer-${language}.webm`));
    // the element Duration of Matroska: a float in units of a millisecond
    const at = video.indexOf(Buffer.from([0x44, 0x89, 0x88]));
    expect(at).toBeGreaterThan(0);
    expect(video.readDoubleBE(at + 3)).toBeCloseTo(DURATION_MS, -2);
  });
});

describe('the video for phones that play no WebM', () => {
  it.each(LANGUAGES)('is in %s H.264 without sound, which every one of them plays', async (language) => {
    const video = await readFile(join(videoFolder(), `explainer-${language}.mp4`));
    // the decoder's configuration: version 1, the profile Main (77), its constraints, level 3.1 (31)
    const at = video.indexOf('avcC');
    expect([...video.subarray(at + 4, at + 8)]).toEqual([1, 0x4d, 0x40, 0x1f]);
    expect(video.includes('mp4a')).toBe(false);
    const { body } = await get(`/${language}/video`);
    expect(body.toString()).toMatch(
      /\.webm" type="[^"]+"\/?><source src="[^"]+\.mp4" type="[^"]+avc1\.4D401F/,
    );
  });

  it.each(LANGUAGES)(
    'begins in %s before all of it has come, and lasts as long as the server counts by',
    async (language) => {
      const video = await readFile(join(videoFolder(), `explainer-${language}.mp4`));
      const header = video.indexOf('mvhd');
      expect(header).toBeGreaterThan(0);
      expect(header).toBeLessThan(video.indexOf('mdat'));
      // version 0: two times, then units a second, then how many of them
      const [unit, units] = [video.readUInt32BE(header + 16), video.readUInt32BE(header + 20)];
      expect((units / unit) * 1_000).toBeCloseTo(DURATION_MS, -1);
    },
  );
});

describe('what has been played', () => {
  const post = (body: object | string, type = 'application/json') =>
    fetch(`${api.url}/de/video/played`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('counts for nobody who has not signed in', async () => {
    expect((await post({ sitting: 'a'.repeat(32), played: [] })).status).toBe(401);
  });

  it.each([
    [{ sitting: '<script>', played: [] }],
    [{ sitting: 'a'.repeat(32), played: [{ from: -1, to: 0, took: 0 }] }],
    [{ sitting: 'a'.repeat(32), played: [{ from: 0.5, to: 1, took: 1 }] }],
    [{ sitting: 'a'.repeat(32), played: [{ from: 0, to: 1e308, took: 1 }] }],
    [{ sitting: 'a'.repeat(32), played: Array(201).fill({ from: 0, to: 1, took: 1 }) }],
  ])('is refused when it is no report', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it('is not taken from a form, which any page could send', async () => {
    const form = `sitting=${'a'.repeat(32)}&played=`;
    expect((await post(form, 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await post(form, 'text/plain')).status).toBe(415);
  });
});
