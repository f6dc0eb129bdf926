import type { ArgsDef, CommandContext } from 'citty'
import type { Logger } from 'pino'
import { type Config, ConfigError, loadConfig } from './config/config.ts'
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

/**
 * Runs a command that takes options with values only. Reports an expected error in one line, a bug with its stack trace. A command
 * line with anything that the command does not take is refused: a misspelt option would otherwise be one that was not given.
 */
export function reporting<Args extends ArgsDef>(
  work: (args: CommandContext<Args>['args']) => Promise<void>,
): (context: CommandContext<Args>) => Promise<void> {
  return async (context) => {
    try {
      refuseUnknown(context)
      await work(context.args)
    } catch (error) {
      process.stderr.write(`sallyport: ${reportOf(error)}\n`)
      process.exit(1)
    }
  }
}

/** Throws `ConfigError` for options that the command does not have, options without a value, and words that are no options. */
function refuseUnknown<Args extends ArgsDef>({ args, rawArgs, cmd }: CommandContext<Args>): void {
  const path = process.argv.slice(2, process.argv.length - rawArgs.length)
  const misplaced = path.find((word) => word.startsWith('-'))
  if (misplaced !== undefined) {
    throw new ConfigError(`${misplaced} stands before the command; options follow it`)
  }
  const command = path.join(' ')
  const known = Object.keys(cmd.args ?? {})
  const { _: words, ...options } = args as { readonly _: readonly string[] } & Record<string, unknown>
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      const remedy =
        known.length === 0 ? 'leave it out' : `it has ${known.map((one) => `--${one}`).join(' and ')}`
      throw new ConfigError(
        `${name.length === 1 ? '-' : '--'}${name}: ${command} has no such option; ${remedy}`,
      )
    }
    if (typeof value !== 'string' || value === '') {
      throw new ConfigError(`--${name}: the value is missing; give it as --${name}=VALUE`)
    }
  }
  if (words[0] !== undefined) {
    throw new ConfigError(`${words[0]}: ${command} takes only options; leave it out`)
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
