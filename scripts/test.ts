import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBrowser } from './browser.ts'
import { buildServer } from './buildServer.ts'

/**
 * `npm test`: every test, or those that the arguments for vitest choose. A run of every test gets a browser if there is
 * none, fails if a test was skipped, and checks that the tests cover the contract.
 */
const chosen = process.argv.slice(2)
const complete = chosen.length === 0
const missing = complete ? ensureBrowser() : undefined
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`)
  process.exit(1)
}

// Processes of the tests run what users run.
await buildServer()

const folder = mkdtempSync(path.join(roomForFiles(), 'sallyport-run-'))
// PostgreSQL runs as another user than root.
chmodSync(folder, 0o755)
// Ctrl-C ends the tests, and then this program, which removes what they wrote.
process.on('SIGINT', () => undefined)
try {
  process.exitCode = runTests() ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/**
 * The folder for everything that the tests write. Each file of tests copies a database of 1,500 files and removes it again, which took
 * half of the system's time on ext4, so it is a file system in memory where Linux has one with room.
 */
function roomForFiles(): string {
  const [inMemory, enough] = ['/dev/shm', 8 * 2 ** 30]
  if (process.env['TMPDIR'] !== undefined) return tmpdir()
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize >= enough ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

function runTests(): boolean {
  const calls = path.join(folder, 'calls')
  const results = path.join(folder, 'results.json')
  mkdirSync(calls)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const passed = run(
    { ...process.env, TMPDIR: folder, SALLYPORT_TEST_CALLS: calls },
    'vitest',
    'run',
    ...reporters,
    ...chosen,
  )
  if (!complete) return passed
  const counts = JSON.parse(readFileSync(results, 'utf8')) as Record<`num${string}Tests`, number>
  const skipped = (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0)
  if (skipped > 0) process.stderr.write(`${skipped} tests were skipped; every test must run\n`)
  const covers = passed && run(process.env, 'node', 'scripts/contract.ts', '--quiet', '--calls', calls)
  process.stdout.write(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed\n`)
  return passed && covers && skipped === 0
}

function run(env: NodeJS.ProcessEnv, command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' }).status === 0
}
