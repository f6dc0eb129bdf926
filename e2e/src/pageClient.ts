import { type HTMLElement, parse } from 'node-html-parser'

/** A page or redirect as a browser without scripts receives it. */
export interface ShownPage {
  readonly status: number
  /** The address at which the browser ended. */
  readonly url: URL
  readonly headers: Headers
  readonly text: string
  readonly document: HTMLElement
}

/** The values that a person enters into a form, by the names of its fields. */
export type Entered = Readonly<Record<string, string>>

/** A form that was sent: to where, and its fields as they were. */
export interface SentForm {
  readonly url: string
  readonly body: string
}

/** A browser without scripts: it keeps cookies, follows redirects within the server, and sends forms as browsers do. */
export interface PageClient {
  /** The cookies by name. */
  readonly cookies: Map<string, string>
  /** The page that was received last. */
  readonly page: ShownPage
  /** Every form that was sent, in order, for replays. */
  readonly sent: readonly SentForm[]
  open(path: string): Promise<ShownPage>
  /** Sends the form of the page that has a submit button with this `action` value, or its first form. */
  submit(entered: Entered, action?: string): Promise<ShownPage>
  /** Sends one request as it is and follows nothing. */
  send(path: string, init?: RequestInit): Promise<Response>
}

/** Where a page moves on by itself; undefined if it stays. */
export function movesOnTo({ document }: Pick<ShownPage, 'document'>): string | undefined {
  const content = document.querySelector('meta[http-equiv="refresh"]')?.getAttribute('content')
  return content?.replace(/^0; url=/, '')
}

/** Opens a client without scripts on a server. */
export function pageClient(origin: string, cookies = new Map<string, string>()): PageClient {
  let page: ShownPage | undefined
  const sent: SentForm[] = []
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([k, v]) => `${k}=${v}`).join('; '))
    if (!headers.has('accept')) headers.set('accept', 'text/html')
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line)
    return response
  }
  const follow = async (path: string, init?: RequestInit): Promise<ShownPage> => {
    let url = new URL(path, origin)
    let response = await send(url.href, init)
    for (let hops = 0; isRedirect(response); hops += 1) {
      if (hops > 10) throw new Error(`too many redirects, the last to ${url}`)
      url = new URL(response.headers.get('location') ?? '', url)
      if (url.origin !== new URL(origin).origin) break
      response = await send(url.href)
    }
    const text = await response.text()
    const document = parse(text)
    page = { status: response.status, url, headers: response.headers, text, document }
    return page
  }
  const shown = () => {
    if (page === undefined) throw new Error('no page was opened')
    return page
  }
  return {
    cookies,
    get page() {
      return shown()
    },
    sent,
    open: (path) => follow(path),
    submit(entered, action) {
      const { form, button } = findForm(shown(), action)
      const body = new URLSearchParams(fieldsOf(form))
      for (const [name, value] of Object.entries(entered)) {
        if (form.querySelector(`[name="${name}"]`) === null) throw new Error(`the form has no field ${name}`)
        body.set(name, value)
      }
      if (button?.getAttribute('name')) {
        body.set(button.getAttribute('name') ?? '', button.getAttribute('value') ?? '')
      }
      const target = new URL(
        button?.getAttribute('formaction') ?? form.getAttribute('action') ?? '',
        shown().url,
      )
      sent.push({ url: target.href, body: body.toString() })
      return follow(target.href, {
        method: 'POST',
        body,
        headers: { origin: new URL(origin).origin, 'sec-fetch-site': 'same-origin' },
      })
    },
    send,
  }
}

function isRedirect({ status }: Response): boolean {
  return status >= 300 && status < 400
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  if (/;\s*max-age=0/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

function findForm({ document, url, text }: ShownPage, action: string | undefined) {
  const forms = document
    .querySelectorAll('form')
    .filter((form) => /post/i.test(form.getAttribute('method') ?? ''))
  for (const form of forms) {
    const buttons = form.querySelectorAll('button')
    const button =
      action === undefined
        ? buttons.find((one) => one.getAttribute('type') !== 'button')
        : buttons.find((one) => one.getAttribute('name') === 'action' && one.getAttribute('value') === action)
    if (action === undefined || button) return { form, button }
  }
  throw new Error(`no form for ${action ?? 'submit'} at ${url}: ${text.slice(0, 2000)}`)
}

/** The values that the fields of a form have when the page is shown. */
function fieldsOf(form: HTMLElement): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const field of form.querySelectorAll('input, select, textarea')) {
    const name = field.getAttribute('name')
    const type = field.getAttribute('type') ?? 'text'
    if (!name || field.hasAttribute('disabled')) continue
    if ((type === 'checkbox' || type === 'radio') && !field.hasAttribute('checked')) continue
    const chosen = field.querySelector('option[selected]') ?? field.querySelector('option')
    fields[name] =
      (field.tagName === 'SELECT' ? chosen?.getAttribute('value') : field.getAttribute('value')) ?? ''
  }
  return fields
}
