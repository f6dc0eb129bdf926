import { escapeHtml } from '../kernel/text/escapeHtml.ts'

/** The parts of a page. */
export interface Page {
  readonly title: string
  /** HTML; values must be escaped. */
  readonly main: string
  readonly nonce: string
  /** HTML at the end of the body, such as scripts. */
  readonly scripts?: string
  /** HTML in the head, such as further style sheets. */
  readonly head?: string
}

/** Renders a page whose styles carry the nonce; it loads nothing from elsewhere. */
export function renderPage({ title, main, nonce, scripts = '', head = '' }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
${head}<style nonce="${nonce}">${styles}</style>
</head>
<body>
${main}
${scripts}</body>
</html>
`
}

const styles = `
.plain { color-scheme: light dark; --ink: light-dark(#1f2430, #e8eaf0); --quiet: light-dark(#555c6b, #a7aebd);
  --card: light-dark(#fff, #1b1f2a); --page: light-dark(#f4f5f7, #11141b); --line: light-dark(#dfe2e8, #303647);
  --accent: light-dark(#3b4fb8, #9aa9ff);
  max-width: 42rem; margin: 0 auto; padding: 2rem 1rem; color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
html:has(.plain) { background: light-dark(#f4f5f7, #11141b); color-scheme: light dark; }
.plain h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
.plain p { margin: 0 0 1rem; }
.plain .quiet { color: var(--quiet); }
.plain ul { list-style: none; margin: 1.5rem 0; padding: 0; display: grid; gap: .75rem; }
.plain li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
.plain a { color: var(--accent); font-weight: 600; }
.plain a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.plain li p { margin: .25rem 0 0; color: var(--quiet); }
.plain pre { overflow-x: auto; margin: .5rem 0 0; padding: .75rem; border-radius: .4rem; background: var(--page);
  font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
`
