import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const RULES = 'docs/rules.md';
const text = readFileSync(join(ROOT, RULES), 'utf8');

/** Each rule with its paragraphs. */
const rules = new Map(
  text.split(/^## (?=R\d+$)/m).flatMap((part) => {
    const [, name, paragraphs] = /^(R\d+)\n([^]*)$/.exec(part) ?? [];
    return name === undefined || paragraphs === undefined ? [] : [[name, paragraphs] as const];
  }),
);

describe('the rule book', () => {
  it('has every rule, and no other', () => {
    expect([...rules.keys()]).toEqual(Array.from({ length: 16 }, (_, i) => `R${i + 1}`));
  });

  it.each([...rules])('names a test that is there for %s, and that a reader can go to', (_, paragraphs) => {
    const links = [...paragraphs.matchAll(/\]\(([^)#]+\.spec\.tsx?)\)/g)].map(([, link]) => link ?? '');
    expect(links).not.toEqual([]);
    const missing = links.filter((link) => !existsSync(join(ROOT, dirname(RULES), link)));
    expect(missing).toEqual([]);
  });

  it('has a paragraph for every rule that anything in the project names', () => {
    const files = globSync(
      ['{src,workflows,activities,prisma,stand-ins,test,bench,docs}/**/*.{ts,tsx,md,sql,prisma}', '*.md'],
      { cwd: ROOT, exclude: ['prisma/generated/**'] },
    );
    const named = files.flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?<![\w-])R\d{1,2}(?![\w-])/g)].map(([rule]) => ({
        rule,
        file,
      })),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ rule }) => !rules.has(rule))).toEqual([]);
  });
});
