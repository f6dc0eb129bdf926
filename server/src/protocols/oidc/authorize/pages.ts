import { type AnswerParameters, completeAnswer } from '../../../features/auth-requests/index.ts'
import { escapeHtml } from '../../../kernel/text/escapeHtml.ts'
import type { Target } from './target.ts'

/** Renders a page of the protocol, which loads nothing; `main` is HTML. */
function page(title: string, nonce: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">body { color-scheme: light dark; max-width: 34rem; margin: 4rem auto; padding: 0 1rem;
  font: 1rem/1.6 system-ui, sans-serif; } button { font: inherit; padding: .5rem 1.5rem; }</style>
</head>
<body>
${main}
</body>
</html>
`
}

/** Renders an error that must not be sent to a redirect URI: for the person who reads it, and for the developer of the client. */
export function errorPage(error: string, description: string): (nonce: string) => string {
  return (nonce) =>
    page(
      'This login cannot begin',
      nonce,
      `<main>
<h1>This login cannot begin</h1>
<p>The application has sent a request that this server cannot follow. Go back to the application and try again; if that does
not help, tell those who run it:</p>
<p><code>${escapeHtml(error)}</code>: ${escapeHtml(description)}</p>
</main>`,
    )
}

/** Renders the form that carries an answer to the client (OAuth 2.0 Form Post Response Mode §2); without scripts it has a button. */
export function formPostPage(target: Target, parameters: AnswerParameters): (nonce: string) => string {
  const inputs = Object.entries(completeAnswer(target, parameters)).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return (nonce) =>
    page(
      'Back to the application',
      nonce,
      `<main>
<h1>Back to the application</h1>
<form method="post" action="${escapeHtml(target.redirectUri)}">
${inputs.join('\n')}
<p>If nothing happens, continue by yourself.</p>
<button type="submit">Continue</button>
</form>
</main>
<script nonce="${nonce}">document.forms[0].submit()</script>`,
    )
}
