import { expect } from 'vitest'
import { codeAt, wrongCodeAt } from './factors.ts'
import type { WalkPerson, World } from './hostedWorld.ts'
import { type AddedApp, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'

/** The most honest answers that a login may take. */
const longest = 25
const root = '/ui/v2/login/'
/** Where a login ends without an answer. */
const ends = ['blocked', 'refused', 'signedin']

let count = 0

/**
 * A browser with two tabs that walks through logins. Every reply is judged: no server error, and no answer for the application that the
 * rules do not allow, or that this browser has not proved.
 */
export class Walker {
  readonly world: World
  readonly app: AddedApp
  readonly cookies = new Map<string, string>()
  readonly tabs: readonly [PageClient, PageClient]
  /** The people whose right password was sent from here. */
  readonly proved = new Set<string>()
  /** The cookies before each form. */
  readonly oldCookies: Map<string, string>[] = []
  /** The answers that applications have received. */
  readonly answers: string[] = []

  constructor(world: World, app: AddedApp) {
    this.world = world
    this.app = app
    const { url } = world.server
    this.tabs = [pageClient(url, this.cookies), pageClient(url, this.cookies)]
  }

  /** Begins a login at the request of the application. */
  async begin(tab: PageClient, more: Readonly<Record<string, string>>): Promise<void> {
    const state = `state${++count}`
    const query = new URLSearchParams({
      client_id: this.app.clientId,
      redirect_uri: callbackUri,
      response_type: 'code',
      scope: 'openid',
      state,
      ...more,
    })
    const first = await tab.send(`/oauth/v2/authorize?${query}`)
    const to = first.headers.get('location') ?? ''
    const requestId = new URL(to, this.world.server.url).searchParams.get('authRequest')
    if (requestId) await this.world.began(`oidc_${requestId}`, state)
    if (to.startsWith(callbackUri)) return
    await this.look(await tab.open(to))
  }

  /** Judges what a reply of a page shows. */
  async look(page: ShownPage): Promise<ShownPage> {
    expect(page.status, `${page.url}\n${page.text.slice(0, 500)}`).toBeLessThan(500)
    const seen = `${page.url}\n${page.text.replaceAll('&amp;', '&')}`
    const [, state] = /callback\?code=[^&"\s]+&state=(\w+)/.exec(seen) ?? []
    if (state !== undefined && !this.answers.includes(state)) {
      this.answers.push(state)
      const { userId } = await this.world.judge(state)
      expect(this.proved.has(userId), 'this browser has proved nothing for the person').toBe(true)
    }
    return page
  }

  /** Opens an address as it was typed. */
  async type(tab: PageClient, path: string): Promise<void> {
    await this.look(await tab.open(path))
  }

  /** Sends a form again, with the cookies of now. */
  async replay(tab: PageClient, at: number): Promise<void> {
    const forms = this.tabs.flatMap(({ sent }) => sent)
    const form = forms[at % Math.max(forms.length, 1)]
    if (form === undefined) return
    await this.post(tab, form.url, form.body)
  }

  /** Sends any form. */
  async post(tab: PageClient, url: string, body: string): Promise<void> {
    const { server } = this.world
    const typed = new URLSearchParams(body).get('password')
    const right = this.world.people.filter(({ password }) => password === typed)
    const headers = {
      origin: server.url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }
    for (const { userId } of right) this.proved.add(userId)
    const response = await tab.send(url, { method: 'POST', body, headers })
    expect(response.status).toBeLessThan(500)
    const location = response.headers.get('location')
    if (location?.startsWith('/')) await this.look(await tab.open(location))
    else {
      const text = await response.text()
      const shown = { url: new URL(location ?? url), text, status: response.status }
      await this.look(shown as ShownPage)
    }
  }

  /** Puts cookies of before back, as a thief or a restored browser does. */
  turnBack(at: number): void {
    const before = this.oldCookies[at % Math.max(this.oldCookies.length, 1)]
    if (before === undefined) return
    this.cookies.clear()
    for (const [name, value] of before) this.cookies.set(name, value)
  }

  /** Answers the page of a tab, rightly or wrongly; returns whether something was left to answer. */
  async answer(tab: PageClient, person: WalkPerson, right: boolean): Promise<boolean> {
    this.oldCookies.push(new Map(this.cookies))
    const owner = await this.world.ownerOf(tab.page.url.searchParams.get('sessionId'))
    const shown = await this.#send(tab, owner ?? person, right)
    if (shown) await this.look(shown)
    return shown !== undefined
  }

  async #send(tab: PageClient, person: WalkPerson, right: boolean): Promise<ShownPage | undefined> {
    const { world } = this
    const { page } = tab
    const { clock } = world
    // After the last answer the address stays, and the page leads to the application.
    if (page.document.querySelector('meta[http-equiv="refresh"]') !== null) return undefined
    const has = (action: string) => page.document.querySelector(`button[value="${action}"]`) !== null
    switch (pageOf(page)) {
      case 'loginname':
        // Without any way to log in there is no form.
        if (page.document.querySelector('[name="loginName"]') === null) return undefined
        return tab.submit({ loginName: right ? person.loginName : 'nobody@example.test' })
      case 'accounts':
        if (right && has(`choose:${person.userId}`)) return tab.submit({}, `choose:${person.userId}`)
        return tab.open(linkTo(page, 'loginname'))
      case 'password':
        if (right) this.proved.add(person.userId)
        return tab.submit({ password: right ? person.password : 'wrong' })
      case 'password/change': {
        if (!right) return tab.submit(wrongChange(page))
        const next = `Correct-Horse-next-${++count}`
        clock.advance(1)
        const { passwordAt } = await world.readProofs(person)
        const shown = await tab.submit(changeFields(page, person.password, next))
        // What the browser shows does not tell: without its cookies it is at the beginning again.
        if ((await world.readProofs(person)).passwordAt !== passwordAt) {
          person.password = next
          person.passwordSetAt = clock.now().getTime()
          person.changeRequired = false
        }
        return shown
      }
      case 'mfa':
        return tab.open(linkTo(page, 'otp/time-based'))
      case 'mfa/set':
        if (has('skip')) return tab.submit({}, 'skip')
        return tab.submit({}, 'begin')
      case 'otp/time-based': {
        clock.advance(31)
        const code = person.totp ? codeAt(person.totp, clock.now()) : '000000'
        return tab.submit({
          code: right ? code : wrongCodeAt(person.totp ?? 'GEZDGNBVGY3TQOJQ', clock.now()),
        })
      }
      case 'otp/time-based/set':
        return this.#setUp(tab, person, right)
      case 'otp/recovery/set':
        return has('skip') ? tab.submit({}, 'skip') : tab.submit({}, 'stored')
    }
    return undefined
  }

  async #setUp(tab: PageClient, person: WalkPerson, right: boolean): Promise<ShownPage> {
    const { world } = this
    const { clock } = world
    const key = tab.page.document.querySelector('#key')?.text.replaceAll(' ', '')
    if (key === undefined) return tab.submit({}, 'begin')
    const code = right ? codeAt(key, clock.now()) : wrongCodeAt(key, clock.now())
    const shown = await tab.submit({ code })
    if (right && (await world.readProofs(person)).totp) person.totp ??= key
    return shown
  }

  /** Answers every page honestly from a new request on. It must end; returns where. */
  async finish(person: WalkPerson): Promise<string> {
    const [tab] = this.tabs
    const { world } = this
    const path: string[] = []
    await this.begin(tab, { prompt: 'login', login_hint: person.loginName })
    for (let steps = 0; steps < longest; steps += 1) {
      const { page } = tab
      if (page.text.includes(`${callbackUri}?code=`) || page.url.href.startsWith(callbackUri))
        return 'answered'
      const at = pageOf(page)
      path.push(`${at} ${page.status}`)
      if (ends.includes(at)) return at
      // Where names are hidden, somebody who cannot log in is only ever told that something is wrong.
      if (world.policy.ignoreUnknownUsernames && at === 'password' && page.status === 400 && steps > 3)
        return 'hidden'
      if (at === 'loginname' && page.document.querySelector('[name="loginName"]') === null) return 'no way'
      if (page.status === 429) world.clock.advance(3600)
      if (!(await this.answer(tab, person, true))) break
    }
    throw new Error(
      `an honest login does not end: ${path.join(', ')}\n${tab.page.url}\n${tab.page.text.slice(0, 3000)}`,
    )
  }
}

function pageOf({ url }: ShownPage): string {
  return url.pathname.startsWith(root) ? url.pathname.slice(root.length) : url.pathname
}

function linkTo(page: ShownPage, target: string): string {
  const links = page.document.querySelectorAll('a').map((link) => link.getAttribute('href') ?? '')
  const found = links.find((href) => href.startsWith(root + target))
  if (found === undefined) throw new Error(`no link to ${target} at ${page.url}: ${page.text.slice(0, 2000)}`)
  return found.replaceAll('&amp;', '&')
}

/** A wrong present password, or, where the page asks for none, a new one that breaks the rules. */
function wrongChange(page: ShownPage): Record<string, string> {
  const asksPresent = page.document.querySelector('[autocomplete="current-password"]') !== null
  return changeFields(page, 'wrong', asksPresent ? 'Correct-Horse-0' : 'short')
}

/** The fields of a change by what they hold: the present password, and the new one in all others. */
function changeFields(page: ShownPage, current: string, next: string): Record<string, string> {
  const fields = page.document.querySelectorAll('input[type="password"]')
  return Object.fromEntries(
    fields.map((field) => [
      field.getAttribute('name') ?? '',
      field.getAttribute('autocomplete') === 'current-password' ? current : next,
    ]),
  )
}
