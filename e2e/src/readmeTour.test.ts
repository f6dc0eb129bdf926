import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../server/src/testing/testServer.ts'
import { addMachine } from './tenants.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-tour-'))
let server: TestServer

beforeAll(async () => {
  server = await testServer()
  const login = await addMachine(server, { roles: ['IAM_LOGIN_CLIENT'] })
  mkdirSync(path.join(folder, '.sallyport'))
  writeFileSync(path.join(folder, '.sallyport/admin.pat'), server.adminToken)
  writeFileSync(path.join(folder, '.sallyport/login-client.pat'), login.token ?? '')
  symlinkSync(path.join(root, 'examples'), path.join(folder, 'examples'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Returns the shell commands of the README between two headings. */
function commandsOf(heading: string, before: string): readonly string[] {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
  const section = readme.slice(readme.indexOf(`\n## ${heading}\n`), readme.indexOf(`\n## ${before}\n`))
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands = '']) => commands)
}

async function freePort(): Promise<string> {
  const holder = createServer().listen(0, 'localhost')
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo
  await new Promise((resolve) => holder.close(resolve))
  return String(port)
}

/** Runs a script in the folder of the tour; resolves with its exit code and all it wrote. */
function bash(script: string, env: Readonly<Record<string, string>>) {
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`, ...env },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
  return new Promise<{ code: number | null; text: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, text })),
  )
}

interface Tour {
  readonly define: string
  readonly addAda: string
  readonly register: string
  readonly run: string
  readonly removeRole: string
  readonly machine: string
}

/** The commands of the README, with the ports that are free here. */
async function readTour() {
  const [define = '', addAda = ''] = commandsOf('Five minutes', 'Protect an app')
  const [install, register = '', run = '', removeRole = '', machine = ''] = commandsOf(
    'Protect an app',
    'Passwords from elsewhere',
  )
  // The library stands in this repository, too, in the version that the examples pin.
  expect(install).toBe('npm install --prefix examples\n')
  const ports = { web: await freePort(), login: await freePort(), api: await freePort() }
  const here = (text: string) =>
    text
      .replaceAll('localhost:8080', new URL(server.url).host)
      .replaceAll('localhost:3000', `localhost:${ports.web}`)
      .replaceAll('localhost:3001', `localhost:${ports.login}`)
      .replaceAll('localhost:3002', `localhost:${ports.api}`)
      .replace('node examples/login.mjs', `PORT=${ports.login} node examples/login.mjs`)
      .replace('node examples/api.mjs', `PORT=${ports.api} node examples/api.mjs`)
      .replace('node examples/web-app.mjs', `PORT=${ports.web} node examples/web-app.mjs`)
  const tour: Tour = { define, addAda, register, run, removeRole, machine }
  return { tour, here }
}

/** Sends a form as a browser does from the page itself. */
const browse = (origin: string) => `
  visit() { curl -s --retry 30 --retry-connrefused --retry-delay 1 -b jar -c jar "$@"; }
  form() { visit -H 'origin: ${origin}' -H 'sec-fetch-site: same-origin' -w '\\n%{redirect_url}' "$@" | tail -1; }`

test('the commands of "Protect an app" do what the README says', async () => {
  const { tour, here } = await readTour()
  // The login, by hand: name, password, "Not now"; the last page leads to the app.
  const logIn = `${browse(server.url)}
    page=$(visit -o /dev/null -w '%{url_effective}' -L localhost:3000)
    page=$(form -d loginName=ada "$page")
    page=$(visit -o /dev/null -w '%{url_effective}' -L "$page")
    echo "refused: $(visit -H 'origin: ${server.url}' -H 'sec-fetch-site: same-origin' -d password=wrong "$page")"
    page=$(form -d password=Notes-on-1843 "$page")
    back=$(visit -H 'origin: ${server.url}' -H 'sec-fetch-site: same-origin' -d action=skip "$page" \
      | sed -n 's/.*http-equiv="refresh" content="0; url=\\([^"]*\\)".*/\\1/p' | sed 's/&amp;/\\&/g')
    echo "greeted: $(visit -L "$back")"`
  const script = [
    "trap 'kill $(jobs -p)' EXIT",
    tour.define,
    tour.addAda,
    tour.register,
    tour.run,
    logIn,
    tour.removeRole,
    'echo "without role: $(visit localhost:3000)"',
    tour.machine.replace(/^(curl .*3002.*)$/m, 'visit -o /dev/null localhost:3002\n$1'),
  ].map(here)
  const { code, text } = await bash(script.join('\n'), {
    ISSUER: server.url,
    API: here('http://localhost:3002'),
  })
  expect(text).toContain('refused: <!doctype html>')
  expect(text).toContain('greeted: Hello Ada Lovelace. The API says: ada may do: buyer\n')
  expect(text).toContain('"sub": "ada"')
  expect(text).toContain('without role: Hello Ada Lovelace. The API says: ada may do: nothing special\n')
  expect(text).toContain('robot may do: nothing special\n')
  expect(text.trim().endsWith('\n401')).toBe(true)
  expect(code).toBe(0)
})

test('an app with a login of its own sends people there', async () => {
  const { tour, here } = await readTour()
  const own = readFileSync(path.join(root, 'docs/openid-connect.md'), 'utf8')
  const [, setting = ''] = /`("loginVersion":.*)`/.exec(own) ?? []
  expect(setting).toContain('localhost:3001')
  const script = [
    "trap 'kill $(jobs -p)' EXIT",
    tour.define,
    tour.addAda.replaceAll('"ada"', '"eve"').replaceAll('ada@', 'eve@'),
    tour.register
      .replaceAll('/ada', '/eve')
      .replaceAll('"ada"', '"eve"')
      .replace('"name":"Shop"', '"name":"Own"')
      .replace('"grantTypes":["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]', `$&,${setting}`),
    'node examples/login.mjs &',
    tour.run,
    browse(server.url),
    `login=$(visit -o page -w '%{url_effective}' -L localhost:3000)
    echo "refused: $(visit -d loginName=eve -d password=wrong "$login")"
    echo "greeted: $(visit -L -d loginName=eve -d password=Notes-on-1843 "$login")"`,
  ].map(here)
  const { code, text } = await bash(script.join('\n'), {
    ISSUER: server.url,
    API: here('http://localhost:3002'),
  })
  expect(text).toContain('the password is wrong')
  expect(text).toContain('greeted: Hello Ada Lovelace. The API says: eve may do: buyer\n')
  expect(code).toBe(0)
})

test('the examples pin the client library that these tests use', () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
  const { dependencies } = read('examples/package.json')
  expect(dependencies).toEqual({ 'openid-client': read('e2e/package.json').devDependencies['openid-client'] })
})
