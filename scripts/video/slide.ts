import type { Language } from '../../src/domain/wording.js';
import { type Part, PARTS, type Said } from '../../src/video/scenes.js';

/** The size of the video; the lowest part stays free for captions. */
export const WIDTH = 960;
export const HEIGHT = 720;

/** Where each part stands on the bill: its upper edge and its height. */
const PLACES: Readonly<Partial<Record<Part, readonly [top: number, height: number]>>> = {
  customer: [92, 92],
  period: [190, 46],
  charges: [242, 104],
  usage: [352, 104],
  credits: [462, 62],
  total: [530, 78],
};

interface Bill {
  readonly name: string;
  readonly numbers: readonly [string, string];
  readonly period: string;
  readonly charges: readonly [string, ...(readonly [string, string])[]];
  readonly usage: readonly [string, ...(readonly [string, string])[]];
  readonly credits: readonly [string, string];
  readonly total: readonly [string, string];
  readonly debit: string;
  readonly title: string;
}

const BILLS: Readonly<Record<Language, Bill>> = {
  de: {
    title: 'Rechnung',
    name: 'Mia Muster',
    numbers: ['Kundennr. 4711 0815', 'Rechnung 2026-11-0042'],
    period: 'Zeitraum 1. bis 30. November',
    charges: ['Grundgebühren', ['Tarif M, 20 GB', '19,99 €'], ['Option Ausland', '4,99 €']],
    usage: ['Verbrauch', ['Anrufe in die Schweiz', '2,76 €'], ['Sonderrufnummern', '0,42 €']],
    credits: ['Treuerabatt', '−5,00 €'],
    total: ['Betrag', '23,16 €'],
    debit: 'Abbuchung am 8. Dezember',
  },
  en: {
    title: 'Bill',
    name: 'Mia Muster',
    numbers: ['Customer 4711 0815', 'Bill 2026-11-0042'],
    period: 'Period 1 to 30 November',
    charges: ['Basic charges', ['Tariff M, 20 GB', '€19.99'], ['Option abroad', '€4.99']],
    usage: ['Usage', ['Calls to Switzerland', '€2.76'], ['Special numbers', '€0.42']],
    credits: ['Loyalty discount', '−€5.00'],
    total: ['Amount', '€23.16'],
    debit: 'Debited on 8 December',
  },
};

/** One slide as SVG: the bill with one part marked and the others faded, and beside it what there is to say. */
export function slide(part: Part, language: Language, said: Said): string {
  const n = PARTS.indexOf(part);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="Liberation Sans, Arial, sans-serif">
<clipPath id="paper"><rect x="40" y="36" width="410" height="584" rx="14"/></clipPath>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#0a466d"/>
<rect x="46" y="46" width="410" height="584" rx="14" fill="#031c2e" opacity="0.35"/>
<rect x="40" y="36" width="410" height="584" rx="14" fill="#ffffff"/>
${bill(BILLS[language])}
${mark(part)}
${words(said)}
${dots(n)}
</svg>`;
}

function bill(b: Bill): string {
  const row = (y: number, [left, right]: readonly [string, string], weight = 'normal', size = 20) =>
    `<text x="64" y="${y}" font-size="${size}" font-weight="${weight}">${left}</text><text x="426" y="${y}" font-size="${size}" font-weight="${weight}" text-anchor="end">${right}</text>`;
  const group = (top: number, [title, ...rows]: Bill['charges']) =>
    `<text x="64" y="${top + 28}" font-size="18" font-weight="bold" fill="#0a5c8f">${title}</text>${rows.map((each, i) => row(top + 60 + i * 30, each)).join('')}`;
  return `<g fill="#16242e">
<rect x="40" y="36" width="410" height="46" fill="#e6f1f8" clip-path="url(#paper)"/>
<circle cx="74" cy="59" r="11" fill="#0a5c8f"/><circle cx="88" cy="59" r="11" fill="#f5b301" opacity="0.9"/>
<text x="426" y="67" font-size="22" font-weight="bold" text-anchor="end">${b.title}</text>
<text x="64" y="122" font-size="22" font-weight="bold">${b.name}</text>
<text x="64" y="148" font-size="18">${b.numbers[0]}</text><text x="64" y="172" font-size="18">${b.numbers[1]}</text>
<text x="64" y="220" font-size="19">${b.period}</text>
${group(242, b.charges)}${group(352, b.usage)}
${row(500, b.credits)}
<line x1="64" y1="526" x2="426" y2="526" stroke="#16242e" stroke-width="2"/>
${row(564, b.total, 'bold', 26)}<text x="64" y="594" font-size="17">${b.debit}</text>
</g>`;
}

/** Fades what is above and below the part, and frames it. */
function mark(part: Part): string {
  const place = PLACES[part];
  if (!place) return '';
  const [top, height] = place;
  const veil = (y: number, h: number) =>
    `<rect x="40" y="${y}" width="410" height="${h}" fill="#ffffff" opacity="0.72"/>`;
  const bottom = top + height;
  return `<g clip-path="url(#paper)">${veil(36, top - 36)}${veil(bottom, 620 - bottom)}</g>
<rect x="50" y="${top}" width="390" height="${height}" rx="10" fill="#f5b301" fill-opacity="0.16" stroke="#f5b301" stroke-width="5"/>
<path d="M444 ${top + height / 2} L486 ${top + height / 2}" stroke="#f5b301" stroke-width="5" stroke-linecap="round"/>`;
}

function words({ heading, text }: Said): string {
  const lines = wrapped(text, 22);
  const head = wrapped(heading, 17);
  const top = 300 - (head.length * 52 + lines.length * 42) / 2;
  const title = head.map(
    (line, i) => `<text x="500" y="${top + i * 52}" font-size="46" font-weight="bold">${line}</text>`,
  );
  const body = lines.map(
    (line, i) =>
      `<text x="500" y="${top + head.length * 52 + 14 + i * 44}" font-size="34" fill="#dcecf7">${line}</text>`,
  );
  return `<g fill="#ffffff">${title.join('')}${body.join('')}</g>`;
}

/** Six dots, one for each part, that tell how far it is. */
function dots(n: number): string {
  const parts = PARTS.length - 2;
  return Array.from({ length: parts }, (_, i) => {
    const on = i < n;
    return `<circle cx="${508 + i * 34}" cy="560" r="${i === n - 1 ? 11 : 8}" fill="${on ? '#f5b301' : '#5f93b3'}"/>`;
  }).join('');
}

/** Lines of at most so many characters, broken between words. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
