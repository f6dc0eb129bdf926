import { expect, test } from 'vitest'
import { ensureBrowser, type Machine } from './browser.ts'

/** Pretends to install packages unless `offline`, and records the commands. */
function machine(
  given: Partial<Machine> & {
    readonly offline?: boolean
    readonly broken?: boolean
    readonly unknown?: string
  },
) {
  const commands: string[] = []
  let installed = false
  const run = (...command: string[]) => {
    commands.push(command.join(' '))
    if (command.includes('--version')) return given.broken !== true
    const served = given.offline !== true && !command.includes(given.unknown ?? '-')
    installed ||= command.includes('install') && served
    return served
  }
  const find = () => (installed ? '/opt/chromium' : undefined)
  return { commands, machine: { find, isRoot: false, release: 'ID=fedora', run, ...given } }
}

const starts = '/opt/chromium --headless --no-sandbox --version'
const install = 'apt-get install -y -qq --no-install-recommends'
const download = 'node node_modules/playwright-core/cli.js install'

test('a browser that is there is enough', () => {
  const { commands, machine: furnished } = machine({ find: () => '/usr/bin/google-chrome' })
  expect(ensureBrowser(furnished)).toBeUndefined()
  expect(commands).toEqual([])
})

test.each<[string, Parameters<typeof machine>[0], string[]]>([
  [
    'root on Debian gets the package',
    { isRoot: true, release: 'NAME="Debian"\nID=debian\n' },
    ['apt-get update -qq', `${install} chromium-headless-shell`],
  ],
  [
    'root on a Debian without the headless shell gets the whole browser',
    { isRoot: true, release: 'ID=debian\n', unknown: 'chromium-headless-shell' },
    ['apt-get update -qq', ...['-headless-shell', ''].map((name) => `${install} chromium${name}`)],
  ],
  [
    'root on Ubuntu gets the download and the packages it needs',
    { isRoot: true, release: 'ID=ubuntu\nID_LIKE=debian\n' },
    [`${download} --with-deps chromium`],
  ],
  ['others on Debian get the download', { release: 'ID=debian\n' }, [`${download} chromium`]],
  ['macOS and Windows get the download', { release: '' }, [`${download} chromium`]],
])('%s', (_, given, expected) => {
  const { commands, machine: bare } = machine(given)
  expect(ensureBrowser(bare)).toBeUndefined()
  expect(commands).toEqual([...expected, starts])
})

test.each([
  ['without network', { offline: true }, 'none could be installed'],
  ['without the libraries it needs', { broken: true }, 'the installed browser does not start'],
])('%s one sentence says what to install', (_, given, failure) => {
  expect(ensureBrowser(machine(given).machine)).toBe(
    `The tests need Chromium, Chrome or Edge and ${failure}; install one, on Debian with: apt-get install chromium`,
  )
})
