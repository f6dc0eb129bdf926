import type { Logger } from 'pino'
import { type Config, loadConfig } from './config/config.ts'
import { openLogger } from './kernel/openLogger.ts'
import { logStream } from './logStream.ts'
import { reportOf } from './reportOf.ts'

/** The argument that all commands take which read settings. */
export const configArgument = {
  config: {
    type: 'string',
    description: 'file with settings, one NAME=value per line; environment variables override it',
  },
} as const

/** Reports an expected error in one line, a bug with its stack trace. */
export async function reporting(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.stderr.write(`sallyport: ${reportOf(error)}\n`)
    process.exit(1)
  }
}

/** Reads the settings from the environment and a file, and opens the log of messages that they choose. */
export function prepare(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly config: Config; readonly logger: Logger } {
  const config = loadConfig({ environment, file, terminal: process.stderr.isTTY })
  return { config, logger: openLogger(config.logLevel, logStream(config.logFormat)) }
}

/** Prints a line on the standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
