/** A page as a customer's browser got it. */
export interface Page {
  readonly status: number;
  /** Path and query, or the whole address where it is another host's. */
  readonly url: string;
  readonly headers: Headers;
  readonly html: string;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
  readonly attributes: string;
}

const MOST_REDIRECTS = 15;

/** A browser without JavaScript: fetch with a cookie jar, going on wherever it is led. */
export class CustomerBrowser {
  /** By name, and path where it has one; as in a browser they belong to the host whatever its port. */
  readonly cookies = new Map<string, Cookie>();

  constructor(private readonly apiUrl: string) {}

  /** Opens an address and follows redirects. */
  get(url: string): Promise<Page> {
    return this.follow('GET', this.absolute(url));
  }

  /** One request, going nowhere further. */
  async only(method: 'GET' | 'POST', url: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const absolute = this.absolute(url);
    const response = await fetch(absolute, {
      method,
      redirect: 'manual',
      headers: { cookie: this.cookieHeader(absolute), 'accept-language': 'de' },
      ...(form && { body: new URLSearchParams(form) }),
    });
    this.keep(response.headers);
    return {
      status: response.status,
      url: this.own(absolute),
      headers: response.headers,
      html: await response.text(),
    };
  }

  /** Sends a page's form with its hidden fields: the first, or the one with this action, '' being the page itself. */
  async submit(page: Page, fields: Readonly<Record<string, string>> = {}, action?: string): Promise<Page> {
    const form = formsIn(page.html).find((each) => action === undefined || (each.action ?? '') === action);
    if (!form) throw new Error(`no form ${action ?? ''} on ${page.url}: ${page.html}`);
    const url = new URL(form.action ?? this.absolute(page.url), this.absolute(page.url)).href;
    return this.follow('POST', url, { ...form.hidden, ...fields });
  }

  /** Opens a page that needs a customer, signing in as this one on the issuer's own page. */
  async signIn(customerId: string, path: string): Promise<Page> {
    const asked = await this.get(path);
    if (!asked.html.includes('name="customer"')) throw new Error(`not asked who signs in: ${asked.html}`);
    return this.submit(asked, { customer: customerId });
  }

  private async follow(
    method: 'GET' | 'POST',
    url: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<Page> {
    let page = await this.only(method, url, form);
    for (let n = 0; n < MOST_REDIRECTS && page.headers.has('location'); n += 1) {
      const to = new URL(page.headers.get('location') ?? '', this.absolute(page.url)).href;
      page = await this.only('GET', to);
    }
    return page;
  }

  private absolute(url: string): string {
    return url.startsWith('/') ? this.apiUrl + url : url;
  }

  private own(url: string): string {
    return url.startsWith(`${this.apiUrl}/`) ? url.slice(this.apiUrl.length) : url;
  }

  private cookieHeader(url: string): string {
    const { pathname } = new URL(url);
    return [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);?(.*)$/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(attributes)?.[1] ?? '/';
      const expires = /expires=([^;]+)/i.exec(attributes)?.[1];
      const key = path === '/' ? name : `${name} ${path}`;
      if (value === '' || (expires !== undefined && Date.parse(expires) < Date.now()))
        this.cookies.delete(key);
      else this.cookies.set(key, { value, path, attributes });
    }
  }
}

/** Where the buttons of a page lead that are links. */
export function waysOn({ html }: Pick<Page, 'html'>): readonly string[] {
  return [...html.matchAll(/<a class="button[^"]*" href="([^"]*)"/g)].map(([, href = '']) => href);
}

interface Form {
  readonly action: string | undefined;
  readonly hidden: Readonly<Record<string, string>>;
}

/** The forms of a page with their hidden fields. */
function formsIn(html: string): readonly Form[] {
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => ({
    action: attributeOf(attributes, 'action'),
    hidden: Object.fromEntries(
      [...inside.matchAll(/<input([^>]*)>/g)]
        .filter(([, each = '']) => attributeOf(each, 'type') === 'hidden')
        .map(([, each = '']) => [attributeOf(each, 'name') ?? '', attributeOf(each, 'value') ?? '']),
    ),
  }));
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]?.replaceAll('&amp;', '&');
}
