import type { Language } from '../domain/wording.js';
import type { Account } from './account.js';
import { WORDS } from './words.js';

/** The places of whoever has signed in, on every page the same; the one where they are is marked. */
export function AccountNavigation({ account, language }: { account: Account; language: Language }) {
  const words = WORDS[language].account;
  const { home, path } = account;
  const link = (href: string, text: string, belong: readonly string[] = []) => (
    <a href={href} aria-current={currentOf(path, href, belong)}>
      {text}
    </a>
  );
  return (
    <nav aria-label={words.label}>
      {home !== undefined && link(home, words.home)}
      {link(`/${language}/help`, WORDS[language].help, [`/${language}/help/`])}
      {home !== undefined &&
        link(
          `${home}/settings`,
          words.settings,
          ['leave', 'withdraw', 'erase'].map((page) => `${home}/${page}`),
        )}
      <form method="post" action="/sign-out">
        <input type="hidden" name="_csrf" value={account.csrf} />
        <input type="hidden" name="language" value={language} />
        <button class="link" type="submit">
          {words.signOut}
        </button>
      </form>
    </nav>
  );
}

/** Whether a link leads to the page that it stands on, or to what that page belongs to. */
function currentOf(path: string, href: string, belong: readonly string[]): 'page' | 'true' | undefined {
  if (path === href) return 'page';
  return belong.some((each) => path.startsWith(each)) ? 'true' : undefined;
}
