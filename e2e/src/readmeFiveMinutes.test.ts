import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { firstLines } from '../../server/src/greeting.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { codeAt } from './factors.ts'
import { type PageClient, pageClient } from './pageClient.ts'

/** The first five minutes as the README tells them: in a browser, then by commands. */
const server = await testServer()
const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-minutes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const root = path.join(import.meta.dirname, '../..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const section = readme.slice(readme.indexOf('\n## Five minutes\n'), readme.indexOf('\n## Protect an app\n'))
const commands = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)

const at = ({ page }: PageClient) => page.url.pathname

/** Follows the link with these words. */
async function follow(browser: PageClient, words: string): Promise<void> {
  const links = browser.page.document.querySelectorAll('a')
  const link = links.find(({ text }) => text.replaceAll(/\s+/g, ' ').trim().startsWith(words))
  if (link === undefined) throw new Error(`no link ${words} at ${at(browser)}`)
  await browser.open((link.getAttribute('href') ?? '').replaceAll('&amp;', '&'))
}

test('the administrator signs in, adds an app, removes it, and sees what happened', async () => {
  const lines = firstLines(server.product.deps.config, server.first)
  const said = (what: string) =>
    lines
      .find((line) => line.trim().startsWith(what))
      ?.trim()
      .split(/\s+/)[1] ?? ''
  const browser = pageClient(server.url)
  await browser.open('/ui/account')
  await browser.submit({ loginName: said('administrator') })
  await browser.submit({ password: said('password') })
  expect(at(browser)).toBe('/ui/v2/login/password/change')
  await browser.submit({ password: 'Notes-on-1843' })
  expect(at(browser)).toBe('/ui/v2/login/mfa/set')
  for (const offered of ['Authenticator app', 'Passkey', 'Security key', 'Not now']) {
    expect(browser.page.text).toContain(offered)
  }
  await browser.submit({}, 'skip')
  expect(at(browser)).toBe('/ui/account')

  await follow(browser, 'Sign-in and security')
  await follow(browser, 'Set up an authenticator app')
  await browser.submit({}, 'begin')
  const key = browser.page.document.querySelector('#key')?.text.replaceAll(' ', '') ?? ''
  await browser.submit({ code: codeAt(key, server.clock.now()) })
  await browser.submit({}, 'skip')
  expect(at(browser)).toBe('/ui/account/factors')
  await follow(browser, 'Remove')
  expect(browser.page.text).toContain('your account has no second step any more.')
  await browser.submit({})
  await follow(browser, 'Devices')
  expect(browser.page.text).toContain('This browser')
  await follow(browser, 'Recent activity')
  expect(browser.page.document.querySelector('main')?.text).toMatch(/Authenticator app.*removed/s)
})

/** Runs commands in the folder; returns what they print. */
async function run(command: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd: folder })).stdout
}

const here = (text: string) => text.replaceAll('localhost:8080', new URL(server.url).host)

test('the commands after that do what it says, and so does the program', async () => {
  mkdirSync(path.join(folder, '.sallyport'))
  writeFileSync(path.join(folder, '.sallyport/admin.pat'), server.adminToken)
  const printed = (await run('bash', '-e', '-c', here(commands.join('\necho next\n')))).split(/^next\n/m)
  expect(printed).toHaveLength(6)
  const [, added, begun = '', proven, removed = '', refused] = printed
  expect(added).toContain('"userId":"ada"')
  const [, code = ''] = /"otpEmail":"(\d+)"/.exec(begun) ?? []
  expect(code).not.toBe('')
  expect(proven).toMatch(/"password":\{"verifiedAt".*"otpEmail":\{"verifiedAt"/s)
  const [dryRun, , session] = removed.trim().split('\n')
  expect(dryRun).toContain('"dryRun":{"peopleLosingLastFactor":0,"sessionsLowered":1}')
  expect(session).toContain('"password":{"verifiedAt"')
  expect(session).not.toContain('otpEmail')
  expect(refused).toContain('(second_factor.not_found)')
  expect(refused).toContain('user.human.mfa.otp.email.removed')
  expect(refused).not.toContain(code)

  const [, program = ''] = /^```js\n([\s\S]*?)^```$/m.exec(section) ?? []
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  writeFileSync(path.join(folder, 'factor.mjs'), here(program))
  expect(await run(process.execPath, 'factor.mjs')).toContain('zitadel.user.v2.AddOTPEmailResponse')
})
