import type { Found, Letter, Wanted } from './letters.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

/** Addresses become links, so that a reader can follow them as a customer would. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, i) => (i % 2 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join('');
}

function article({ id, channel, from, to, subject, text, html, state, arrivedAt }: Letter): string {
  const heading = subject === undefined ? 'SMS' : escaped(subject);
  return `<article>
  <h2>${heading}</h2>
  <p class="about"><span class="${channel}">${channel === 'sms' ? 'SMS' : 'E-mail'}</span>
    to <strong>${escaped(to)}</strong> from ${escaped(from)},
    <time datetime="${arrivedAt}">${arrivedAt.slice(0, 19).replace('T', ' ')} UTC</time>${state === 'failed' ? ', <em>undeliverable</em>' : ''}</p>
  <div class="text">${linked(text)}</div>
  ${html === undefined ? '' : `<p><a href="/letters/${id}/html">as HTML</a></p>`}
</article>`;
}

/** What arrived, newest first, as one page that needs no script; the way to what came before is a link. */
export function page({ letters, total }: Found, { to = '', before }: Omit<Wanted, 'limit'>): string {
  const list =
    letters.length > 0 ? [...letters].reverse().map(article).join('\n') : '<p>Nothing arrived yet.</p>';
  const earlier = new URLSearchParams({ ...(to && { to }), before: letters[0]?.id ?? '' });
  const more =
    total > letters.length ? `<p><a href="${escaped(`/?${earlier}`)}" rel="next">Earlier ones</a></p>` : '';
  const shown =
    more && `<p>The ${before === undefined ? 'newest' : 'next'} ${letters.length} of ${total}.</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox: what customers would have got</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>Mailbox</h1>
<p>Every SMS and e-mail that this installation sent. Nothing leaves this machine.</p>
<form method="get" action="/"><label>Only to <input name="to" value="${escaped(to)}" autocomplete="off"></label> <button>Show</button></form>
${shown}
${list}
${more}
</main>
</body>
</html>
`;
}

export const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
article { border: 1px solid #8886; border-radius: 0.5rem; padding: 0.25rem 1rem 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0.75rem 0 0; overflow-wrap: anywhere; }
.about { margin: 0 0 0.75rem; font-size: 0.9rem; overflow-wrap: anywhere; }
.about span { border: 1px solid currentColor; border-radius: 1rem; padding: 0 0.6rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
input, button { font: inherit; padding: 0.4rem 0.6rem; }
`;
