const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 26rem; margin: 0 auto; padding: 1.5rem 1rem; }
.stand-in { border: 2px dashed #b45309; border-radius: 0.5rem; padding: 0.5rem 1rem; font-size: 0.95rem; }
label { display: block; font-weight: 600; margin-bottom: 0.3rem; }
input, button { font: inherit; box-sizing: border-box; width: 100%; min-height: 2.9rem; padding: 0.5rem 0.8rem; border-radius: 0.5rem; border: 1px solid #777; }
button { margin-top: 1rem; background: #1f2937; color: #fff; font-weight: 600; border-color: #fff; }
button.quiet { background: none; color: inherit; border-color: #777; }
:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }
.wrong { color: #b91c1c; font-weight: 600; }
@media (prefers-color-scheme: dark) { .wrong { color: #fca5a5; } }
`;

/** A page of the issuer, clearly marked as what it is. `content` is HTML. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - identity stand-in</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="stand-in"><strong>Stand-in.</strong> It plays the operator's sign-in on this machine: whoever types a customer id is that customer.
With a real installation <code>AUTH_ISSUER</code> leads to the operator's own.</p>
${content}
</main>
</body>
</html>
`;
}

/** Asks who signs in; `wrong` says what was missing the last time. */
export function signIn(wrong?: string): string {
  const described = wrong === undefined ? '' : ' aria-describedby="wrong" aria-invalid="true"';
  return page(
    'Sign in',
    `<form method="post">
${wrong === undefined ? '' : `<p id="wrong" class="wrong">${wrong}</p>`}
<label for="customer">Customer id</label>
<input id="customer" name="customer" maxlength="256" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus${described}>
<button>Sign in</button>
<button class="quiet" name="cancel" value="yes" formnovalidate>Cancel</button>
</form>`,
  );
}

/** Asks before signing out; `form` is the provider's own, without a button. */
export function signOut(form: string): string {
  const button = '<button name="logout" value="yes" autofocus>Sign out</button></form>';
  return page('Sign out', `<p>You leave the customer area.</p>${form.replace('</form>', button)}`);
}

export function signedOut(): string {
  return page('You are signed out', '<p>You can close this page.</p>');
}
