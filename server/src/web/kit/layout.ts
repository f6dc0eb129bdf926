import { colonOf } from '../../kernel/text/colonOf.ts'
import { byName, languageName } from '../texts/languageNames.ts'
import type { Translate } from '../texts/translate.ts'
import { idOf } from './fields.ts'
import { type Html, html, nothing } from './html.ts'
import { icons } from './icons.ts'
import type { Look } from './look.ts'
import { errorSummary, notice, whyDetails } from './parts.ts'
import type { AccountChip, LanguageChoice, Navigation, Problem, Rendering, View } from './view.ts'

/** The addresses of the files that pages load. */
export interface PageFiles {
  readonly style: string
  readonly scripts: Readonly<Record<'page' | 'passkey', string>>
}

/** Renders a page. Styles and scripts carry the nonce; the page loads nothing from other origins. */
export function renderView(files: PageFiles, look: Look, view: View, rendering: Rendering): string {
  const { t, nonce, languages } = rendering
  const isWide = view.width === 'wide'
  const failed = (view.problems ?? []).length > 0 && t('kit.errors_title')
  const title = [failed, view.title, view.title !== look.name && look.name].filter(Boolean).join(' – ')
  const main = isWide ? wideMain(look, view, t) : narrowMain(look, view, t)
  return `${html`<!doctype html>
<html lang="${look.language}" dir="${look.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${schemes[look.theme]}">
<meta name="robots" content="noindex">
${view.refresh !== undefined && html`<meta http-equiv="refresh" content="0; url=${view.refresh}">`}
<title>${title}</title>
${iconLinks(look)}
<link rel="stylesheet" href="${files.style}" nonce="${nonce}">
${look.css && html`<style nonce="${nonce}">${look.css}</style>`}
${['page' as const, ...(view.scripts ?? [])]
  .filter((name, at, all) => all.indexOf(name) === at)
  .map((name) => html`<script type="module" src="${files.scripts[name]}" nonce="${nonce}"></script>`)}
${view.captcha && html`<script src="${view.captcha.scriptUrl}" nonce="${nonce}" async></script>`}
</head>
<body class="${isWide ? 'wide' : 'narrow'}" data-theme="${look.theme}">
${main}
${footer(look, t, languages)}
</body>
</html>
`}`
}

const schemes = { auto: 'light dark', light: 'light', dark: 'dark' } as const

function narrowMain(look: Look, view: View, t: Translate): Html {
  return html`<main>
<div class="card">
${look.isPrepared && notice('info', t('kit.preview'))}
${logo(look)}
${view.account && chip(view.account, t)}
${heading(view, t)}
${view.body}
${whyDetails(t, view.why ?? [], view.whyQuestion)}
</div>
${beside(view)}
</main>`
}

function beside({ links = [], cancel }: View): Html {
  if (links.length === 0 && !cancel) return nothing
  const button =
    cancel &&
    html`<form method="post" data-once><button type="submit" name="action" value="cancel">${cancel}</button></form>`
  return html`<div class="beside">${links.map(({ href, text }) => html`<a href="${href}">${text}</a>`)}${button}</div>`
}

function wideMain(look: Look, view: View, t: Translate): Html {
  return html`<header class="bar">${logo(look)}${view.account && chip(view.account, t)}</header>
<div class="columns">
${view.navigation && navigation(view.navigation)}
<main>
${look.isPrepared && notice('info', t('kit.preview'))}
${heading(view, t)}
${view.body}
${whyDetails(t, view.why ?? [], view.whyQuestion)}
</main>
</div>`
}

function heading(view: View, t: Translate): Html {
  const intro = view.intro && html`<p class="intro">${view.intro}</p>`
  return html`<h1>${view.heading}</h1>
${intro}
${errorSummary(t, unshown(view))}`
}

/** The problems that no field of the page shows, so that none is lost. */
function unshown({ body, problems = [] }: View): readonly Problem[] {
  const shown = String(body)
  return problems.filter(({ field }) => field === undefined || !shown.includes(`id="${idOf(field)}-problem"`))
}

function navigation({ label, items }: Navigation): Html {
  return html`<nav class="pages" aria-label="${label}"><ul>${items.map(
    ({ href, text, current }) =>
      html`<li><a href="${href}"${current && html` aria-current="page"`}>${text}</a></li>`,
  )}</ul></nav>`
}

function logo({ logo, name }: Look): Html {
  if (logo === undefined) return html`<p class="brand">${name}</p>`
  if (logo.light === logo.dark) return html`<img class="brand" src="${logo.light}" alt="${name}">`
  return html`<picture><source srcset="${logo.dark}" media="(prefers-color-scheme: dark)"><img class="brand" src="${logo.light}" alt="${name}"></picture>`
}

/** Without an icon an empty one keeps browsers from asking for /favicon.ico. */
function iconLinks({ icon }: Look): Html {
  if (icon === undefined) return html`<link rel="icon" href="data:,">`
  if (icon.light === icon.dark) return html`<link rel="icon" href="${icon.light}">`
  return html`<link rel="icon" href="${icon.light}" media="(prefers-color-scheme: light)">
<link rel="icon" href="${icon.dark}" media="(prefers-color-scheme: dark)">`
}

function chip({ loginName, displayName, change }: AccountChip, t: Translate): Html {
  const initial = [...(displayName || loginName)][0] ?? ''
  const name =
    displayName && displayName !== loginName
      ? html`<strong><bdi>${displayName}</bdi></strong><small><bdi>${loginName}</bdi></small>`
      : html`<strong><bdi>${loginName}</bdi></strong>`
  const inside = html`<span class="initial" aria-hidden="true">${initial.toUpperCase()}</span><span class="who">${name}</span>`
  if (change === undefined) return html`<div class="chip">${inside}</div>`
  return html`<a class="chip" href="${change}" title="${t('kit.change_account')}">${inside}<span class="hidden">. ${t('kit.change_account')}</span>${icons.swap}</a>`
}

function footer(look: Look, t: Translate, languages: LanguageChoice | undefined): Html {
  const { terms, privacy, help, support, custom } = look.links
  const links = [
    terms && html`<a href="${terms}">${t('kit.terms')}</a>`,
    privacy && html`<a href="${privacy}">${t('kit.privacy')}</a>`,
    help && html`<a href="${help}">${t('kit.help')}</a>`,
    support && html`<a href="mailto:${support}">${t('kit.support')}</a>`,
    custom && html`<a href="${custom.href}">${custom.text}</a>`,
  ].filter((one) => one !== undefined && one !== '')
  const items = [
    links.length > 0 && html`<nav aria-label="${t('kit.legal')}">${links}</nav>`,
    languages && languages.tags.length > 1 && languagePicker(languages, t),
    look.showsWatermark && html`<p class="watermark">${t('kit.powered_by', { name: 'Sallyport' })}</p>`,
  ].filter((one) => one !== undefined && one !== false)
  return items.length === 0 ? nothing : html`<footer>${items}</footer>`
}

/** A list that opens without a script; each language is a button of one form. */
function languagePicker({ action, current, tags }: LanguageChoice, t: Translate): Html {
  const ordered = byName(tags)
  return html`<details class="languages" data-closes><summary>${icons.globe}<span class="hidden">${t('kit.language')}${colonOf(current)}</span><span lang="${current}">${languageName(current)}</span></summary>
<form method="post" action="${action}"><input type="hidden" name="action" value="language"><ul>${ordered.map(
    (tag) =>
      html`<li><button type="submit" name="language" value="${tag}" lang="${tag}"${tag === current && html` aria-current="true"`}>${languageName(tag)}</button></li>`,
  )}</ul></form></details>`
}
