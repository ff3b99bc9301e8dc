import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../domain/wording.js';
import type { Account } from './account.js';
import { AccountNavigation } from './account-navigation.js';
import { WORDS } from './words.js';

/** Who is behind the pages, as the installation is set up. */
export interface Operator {
  readonly name: string;
  readonly imprint: string;
  readonly imprintUrl: string;
  /** The operator's own notice and statement, where they stand for the product's. */
  readonly privacyUrl?: string | undefined;
  readonly accessibilityUrl?: string | undefined;
}

/** What every page is: language, title, and the same page in the other language, if it has one address for each. */
export interface PageFrame {
  readonly language: Language;
  readonly title: string;
  /** It is a form that could not be taken, which its title says first. */
  readonly wrong?: boolean;
  readonly operator: Operator;
  /** Absent for whoever has not signed in. */
  readonly account?: Account | undefined;
  readonly otherLanguage?: { readonly language: Language; readonly href: string };
}

/** A whole HTML document. */
export function document(frame: PageFrame, content: ComponentChildren): string {
  return `<!doctype html>${renderToString(<Page {...frame}>{content}</Page>)}`;
}

function Page({
  language,
  title,
  wrong = false,
  operator,
  account,
  otherLanguage,
  children,
}: PageFrame & { children: ComponentChildren }) {
  const words = WORDS[language];
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${wrong ? words.wrong(title) : title} - ${operator.name}`}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header>
          <strong>{operator.name}</strong>
          {otherLanguage && (
            <a href={otherLanguage.href} lang={otherLanguage.language} hreflang={otherLanguage.language}>
              {WORDS[otherLanguage.language].languageName}
            </a>
          )}
        </header>
        {account && <AccountNavigation account={account} language={language} />}
        <main id="content">{children}</main>
        <footer>
          <p>{operator.imprint}</p>
          <ul>
            <li>
              <a href={`/${language}/self-service`}>{words.selfService}</a>
            </li>
            <li>
              <a href={`/${language}/help`}>{words.help}</a>
            </li>
            <li>
              <a href={operator.imprintUrl}>{words.imprint}</a>
            </li>
            <li>
              <a href={operator.privacyUrl ?? `/${language}/privacy`}>{words.privacy}</a>
            </li>
            <li>
              <a href={operator.accessibilityUrl ?? `/${language}/accessibility`}>{words.accessibility}</a>
            </li>
          </ul>
        </footer>
      </body>
    </html>
  );
}
