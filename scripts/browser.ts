import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findBrowser } from '../e2e/src/findBrowser.ts'

/** The machine as `ensureBrowser` sees it. */
export interface Machine {
  readonly find: () => string | undefined
  readonly isRoot: boolean
  /** The text of `/etc/os-release`. */
  readonly release: string
  readonly run: (command: string, ...args: string[]) => boolean
}

const playwright = ['node', 'node_modules/playwright-core/cli.js', 'install'] as const

/**
 * Installs a browser for the tests if there is none: as root Debian's package, or on Ubuntu, which has it as a snap only,
 * Playwright's download with the packages it needs; else Playwright's download. Returns a sentence if there is still none.
 */
export function ensureBrowser(machine: Machine = thisMachine()): string | undefined {
  if (machine.find() !== undefined) return undefined
  const distribution = /^ID=["']?([a-z]+)/m.exec(machine.release)?.[1]
  const ran =
    machine.isRoot && distribution === 'debian'
      ? machine.run('apt-get', 'update', '-qq') &&
        ['chromium-headless-shell', 'chromium'].some((name) =>
          machine.run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', name),
        )
      : machine.isRoot && distribution === 'ubuntu'
        ? machine.run(...playwright, '--with-deps', 'chromium')
        : machine.run(...playwright, 'chromium')
  const found = machine.find()
  if (found !== undefined && machine.run(found, '--headless', '--no-sandbox', '--version')) return undefined
  const failure = ran ? 'the installed browser does not start' : 'none could be installed'
  return `The tests need Chromium, Chrome or Edge and ${failure}; install one, on Debian with: apt-get install chromium`
}

function thisMachine(): Machine {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return {
    find: findBrowser,
    isRoot: process.getuid?.() === 0,
    release: existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
    run: (command, ...args) => spawnSync(command, args, { stdio: 'inherit', env }).status === 0,
  }
}
