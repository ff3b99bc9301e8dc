import { styleText } from 'node:util';

const WIDTH = 74;
const inWords = new Intl.NumberFormat('en');

/** One story's lines: kept until it is its turn, then told as they come. Colours only where a terminal shows them. */
export class Telling {
  private readonly lines: string[] = [];
  private out: ((line: string) => void) | undefined;

  /** What happened on which day by the participation's own clock, and the megabytes credited by then. */
  say(at: Date | string | undefined, what: string, megabytes?: number): void {
    const day = new Date(at ?? Date.now()).toISOString().slice(0, 10);
    const line = `  ${styleText('dim', day)}  `;
    if (megabytes === undefined) return this.add(line + what);
    const earned = `${inWords.format(megabytes)} MB`.padStart(8);
    this.add(`${line}${what.padEnd(WIDTH)} ${styleText('green', earned)}`);
  }

  /** Where to look at it in the Web UI. */
  link(address: string): void {
    this.add(`  ${styleText('cyan', address)}`);
  }

  failed(why: string): void {
    this.add(styleText('red', `  This story did not end as told: ${why}`));
  }

  /** From now on lines go out at once, those that were kept first. */
  aloud(title: string, out: (line: string) => void): void {
    out(styleText('bold', `\n${title}`));
    for (const line of this.lines) out(line);
    this.out = out;
  }

  private add(line: string): void {
    if (this.out) this.out(line);
    else this.lines.push(line);
  }
}
