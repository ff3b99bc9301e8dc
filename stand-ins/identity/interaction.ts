import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { page, signIn } from './page.js';

const LONGEST_FORM = 10_000;
const LONGEST_ID = 256;

/** Whether this request is for the page on which customers sign in. */
export function isInteraction({ url = '' }: IncomingMessage): boolean {
  return /^\/sign-in\/[\w-]+$/.test(url);
}

/** Shows the page and takes its form: whoever types a customer id is that customer. */
export async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method === 'POST') await answer(provider, request, response);
    else show(response, 200, signIn());
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    show(
      response,
      400,
      page('This page is too old', '<p>Go back to where you came from and sign in again.</p>'),
    );
  }
}

async function answer(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await bodyOf(request));
  const accountId = (form.get('customer') ?? '').trim();
  const cancelled = form.has('cancel');
  if (!cancelled && (accountId === '' || accountId.length > LONGEST_ID))
    return show(response, 400, signIn(`A customer id has 1 to ${LONGEST_ID} characters.`));
  const result = cancelled
    ? { error: 'access_denied', error_description: 'the customer cancelled' }
    : { login: { accountId } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LONGEST_FORM) return '';
  }
  return body;
}

function show(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(html);
}
