import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8')
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

/** Runs commands of the README in the folder; returns what they print. */
async function run(script: string): Promise<string> {
  const here = `${commands[0]}\n${script}`.replaceAll('localhost:8080', new URL(server.url).host)
  return (await promisify(execFile)('bash', ['-e', '-c', here], { cwd: folder })).stdout
}

test('the commands after that do what it says', async () => {
  mkdirSync(path.join(folder, '.sallyport'))
  writeFileSync(path.join(folder, '.sallyport/admin.pat'), server.adminToken)
  const [, addPerson = '', begin = '', prove = '', remove = '', again = ''] = commands
  expect(await run(addPerson)).toContain('"userId":"ada"')
  const begun = await run(begin)
  const [, sessionId = ''] = /"sessionId":"(\d+)"/.exec(begun) ?? []
  const [, code = ''] = /"otpEmail":"(\d+)"/.exec(begun) ?? []
  const own = (block: string) =>
    block
      .replaceAll(/sessions\/\d+/g, `sessions/${sessionId}`)
      .replaceAll(/"code":"\d+"/g, `"code":"${code}"`)
  expect(await run(own(prove))).toMatch(/"password":\{"verifiedAt".*"otpEmail":\{"verifiedAt"/s)
  const removed = await run(own(remove))
  expect(removed).toContain('"dryRun":{"peopleLosingLastFactor":0,"sessionsLowered":1}')
  expect(
    removed
      .split('\n')
      .filter((line) => line !== '')
      .at(-1),
  ).not.toContain('otpEmail')
  const refused = await run(again)
  expect(refused).toContain('(second_factor.not_found)')
  expect(refused).toContain('user.human.mfa.otp.email.removed')
  expect(refused).not.toContain(code)
})
