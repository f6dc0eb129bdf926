import { escapeHtml } from '../../kernel/text/escapeHtml.ts'
import type { RenderedMessage } from './renderMessage.ts'

/** Colours of mails; each pair has a contrast of at least 4.5 (WCAG 2.2 §1.4.3). */
export const mailColors = {
  page: '#f4f5f7',
  card: '#ffffff',
  text: '#1f2430',
  quiet: '#555c6b',
  button: '#3b4fb8',
  buttonText: '#ffffff',
}

/** Fonts that every mail program has. */
export const mailFont = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

const rightToLeft = new Set(['ar'])

/**
 * Renders the HTML part of a mail. It hides layout tables from screen readers, escapes every value and loads nothing. Mail programs drop
 * the attributes of `html`, so an element inside says the language again: it decides how a screen reader speaks and which form Han characters have.
 */
export function mailHtml(message: RenderedMessage): string {
  const language = `lang="${escapeHtml(message.language)}" dir="${rightToLeft.has(message.language) ? 'rtl' : 'ltr'}"`
  return `<!doctype html>
<html ${language}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(message.subject)}</title>
</head>
<body style="margin:0;padding:0;background:${mailColors.page};">
<div ${language}>
${preHeader(message.preHeader)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${mailColors.page};">
<tr><td align="center" style="padding:32px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:${mailColors.card};border-radius:8px;">
<tr><td style="padding:32px;font-family:${mailFont};font-size:16px;line-height:1.5;color:${mailColors.text};">
${heading(message.title)}${paragraph(message.greeting)}${paragraph(message.text)}${button(message)}${footer(message.footerText)}</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
`
}

function preHeader(text: string): string {
  return text && `<div style="display:none;max-height:0;overflow:hidden;">${escapeHtml(text)}</div>\n`
}

function heading(text: string): string {
  return text && `<h1 style="margin:0 0 24px;font-size:24px;line-height:1.3;">${escapeHtml(text)}</h1>\n`
}

function paragraph(text: string): string {
  return text && `<p style="margin:0 0 16px;">${escapeHtml(text).replace(/\r?\n/g, '<br>\n')}</p>\n`
}

function button({ url, buttonText }: RenderedMessage): string {
  if (url === '' || buttonText === '') return ''
  const style = `display:inline-block;padding:12px 24px;background:${mailColors.button};color:${mailColors.buttonText};border-radius:6px;font-weight:600;text-decoration:none;`
  const address = escapeHtml(url)
  return `<p style="margin:24px 0;"><a href="${address}" style="${style}">${escapeHtml(buttonText)}</a></p>
<p style="margin:0 0 16px;font-size:14px;color:${mailColors.quiet};word-break:break-all;"><a href="${address}" style="color:${mailColors.quiet};">${address}</a></p>
`
}

function footer(text: string): string {
  return (
    text && `<p style="margin:24px 0 0;font-size:14px;color:${mailColors.quiet};">${escapeHtml(text)}</p>\n`
  )
}
